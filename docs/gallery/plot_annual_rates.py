"""
Five billion in ten years, or four in five?
===========================================

A newspaper writes that Armenia spent $5 billion on Russian weapons in 2010–2019, and that Moscow and Baku
signed contracts worth nearly $4 billion in 2010–2014. Divided by the years of its own span, and in dollars
of one year, each figure loses what keeps them from being compared, but for one thing: a contract is a
promise, a payment is money gone. So each stage has a band of its own. Whiskers are what "nearly" and a
round number admit.
"""

import armsflow as af

claims = af.read_claims(af.table_path("claims.csv"))
constant = claims.pipe(af.to_currency, "USD").pipe(af.to_prices, 2020)
af.plot_annual_rates(af.annual_rates(constant))
