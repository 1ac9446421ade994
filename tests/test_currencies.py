"""Codes of money and the years in which they were in force."""

from __future__ import annotations

import math

import pytest

from armsflow.currencies import (
    currencies,
    followed,
    in_force,
    is_in_force,
    money_of,
    namesakes,
    per,
    refuse_other_years,
)
from armsflow.errors import CurrencyError, RateError, RecordError

KNOWN = currencies()

# what was in force, and how many of it made one of the code refused: ISO 4217's list of historic codes
REFUSED = """
    RUB 1997 RUR 1e3    TRY 1998 TRL 1e6    TRY 2004 TRL 1e6    AZN 2004 AZM 5e3    AZN 1995 AZM 5e3
    BYN 2015 BYR 1e4    BYN 1997 BYB 1e7    BYR 1998 BYB 1e3    RON 2004 ROL 1e4    BGN 1996 BGL 1e3
    MXN 1990 MXP 1e3    UAH 1995 UAK 1e5    PLN 1993 PLZ 1e4    BRL 1993 BRR 2750   BRL 1988 BRC 2.75e9
    ARS 1990 ARA 1e4    ARS 1984 ARP 1e7    PEN 1990 PEI 1e6    PEN 1984 PES 1e9    ZMW 2012 ZMK 1e3
    GHS 2005 GHC 1e4    MZN 2004 MZM 1e3    TMT 2008 TMM 5e3    SDG 2005 SDD 100    VES 2015 VEF 1e5
    VES 2005 VEB 1e8    VED 2015 VEF 1e11   VES 2022 VED 1e-6   ILS 1983 ILR 1e3    ILS 1979 ILP 1e4
    RSD 2004 CSD 1      RSD 2001 YUM 1      AOA 1997 AOR 1e6    AOA 1992 AON 1e9    CDF 1996 ZRN 1e5
    CDF 1990 ZRZ 3e11   ZWL 2007 ZWN 1e22   GEL 1994 GEK 1e6    TJS 1998 TJR 1e3    UYU 1990 UYP 1e3
    BOB 1985 BOP 1e6    NIO 1989 NIC 5e6    MGA 2003 MGF 5      MRU 2016 MRO 10     SRD 2002 SRG 1e3
    EUR 1995 XEU 1      RUR 2005 RUB 1e-3   TRL 2010 TRY 1e-6   SLE 2020 SLL 1e3    UGX 1986 UGS 100
"""


def listed():
    words = REFUSED.split()
    return [(words[n], int(words[n + 1]), words[n + 2], float(words[n + 3])) for n in range(0, len(words), 4)]


@pytest.mark.parametrize(("code", "year", "then", "units"), listed())
def test_a_code_outside_its_years_names_the_one_in_force(code, year, then, units):
    assert not is_in_force(code, year)
    assert in_force(code, year)[0] == then
    assert per(then, code) == pytest.approx(units)
    with pytest.raises(CurrencyError, match=f"^figures are in {code} in {year}, when {then}") as caught:
        refuse_other_years([(code, year), ("USD", 1900)], what="figures are in")
    assert caught.value.rows == [(code, year)]


def test_the_error_is_one_of_records_and_of_rates():
    assert issubclass(CurrencyError, RecordError)
    assert issubclass(CurrencyError, RateError)


def test_where_nothing_is_known_the_years_are_said():
    with pytest.raises(CurrencyError, match="are in AED in 1950, which is money only from 1973"):
        refuse_other_years([("AED", 1950)], what="are in")
    with pytest.raises(CurrencyError, match="YUN in 1995, which is money only until 1992"):
        refuse_other_years([("YUN", 1995)], what="are in")


def test_marked_figures_may_be_earlier_and_never_later():
    refuse_other_years([("RUB", 1997), ("EUR", 1990)], what="are in", redenominated=True)
    with pytest.raises(CurrencyError, match="DEM in 2005, when EUR was in force"):
        refuse_other_years([("DEM", 2005)], what="are in", redenominated=True)


def test_the_first_money_of_a_new_state_follows_the_rouble():
    assert in_force("AMD", 1992) == ("RUR",)
    assert per("RUR", "AMD") is None


def test_in_the_year_of_change_both_are_in_force():
    for old, new, year in [
        ("BYR", "BYN", 2016),
        ("ROL", "RON", 2005),
        ("BGL", "BGN", 1999),
        ("UAK", "UAH", 1996),
    ]:
        assert is_in_force(old, year)
        assert is_in_force(new, year)
        assert money_of(old, year) == old


def test_a_money_of_its_own_year_stays():
    assert money_of("RUB", 1997) == "RUR"
    assert money_of("DEM", 2005) == "DEM"
    assert money_of("GOLD", 1900) == "GOLD"
    assert set(namesakes("BYN")) == {"BYB", "BYR", "BYN"}
    assert set(namesakes("DEM")) == {"DEM"}


def test_rates_follow_the_factor_and_exchanged_money_only_once_fixed():
    assert dict(followed("BYB", 1997, exchanged=True)) == {"BYR": 1e3, "BYN": 1e7}
    assert dict(followed("DEM", 2000, exchanged=True)) == {"EUR": 1.95583}
    assert dict(followed("DEM", 1998, exchanged=True)) == {}
    assert dict(followed("DEM", 2000, exchanged=False)) == {}
    assert dict(followed("BGL", 1999, exchanged=False)) == {"BGN": 1e3}


def test_what_follows_begins_when_the_other_ends():
    for code, each in KNOWN.items():
        if not each.successor:
            assert math.isnan(each.factor), code
            continue
        later = KNOWN[each.successor]
        assert each.factor > 0, code
        # no gap without a money; two ran side by side for years, such as Sudan's pound and dinar
        assert each.last >= later.first - 1, code
        assert later.last >= each.last, code
        # no chain goes round
        assert code not in dict(followed(each.successor, 9999, exchanged=True)), code


def test_money_in_force_is_itself():
    assert in_force("EUR", 2010) == ("EUR",)
    assert in_force("EUR", 1990) != ("EUR",)
