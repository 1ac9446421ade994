"""SIPRI's arms transfers: a parser per shape, one layout, one reader."""
