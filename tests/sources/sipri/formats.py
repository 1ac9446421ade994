"""SIPRI's exports in all their shapes, written by hand: the frames are SIPRI's, weapons and figures invented."""

from __future__ import annotations

import base64
import json

PREAMBLE = """\
Transfers of major conventional arms from All countries  to All countries . Deals with deliveries or orders made for \
year range '1950' to '2024'\x20
A '?' in a column indicates uncertain data. The 'Number delivered' and the 'Year(s) of deliveries' refer only to \
deliveries in the selected year(s).
An empty field for 'Number ordered' indicates that data is not yet available.
SIPRI trend-indicator values (TIVs) are in millions.
An empty field for 'SIPRI TIV for total order' indicates that data (on the number ordered and/or the TIV per unit) \
is not available.
A '0' for 'SIPRI TIV of delivered weapons' indicates that the volume of deliveries is between 0 and 0.5 million \
SIPRI TIV; and an empty field indicates that no deliveries have been identified.
Figures may not add up to stated totals due to the conventions of rounding.
For the method used for the SIPRI TIV and explanations of the conventions; abbreviations and acronyms see \
<https://www.sipri.org/databases/armstransfers/sources-and-methods>.

Source: SIPRI Arms Transfers Database (c) SIPRI.
Data generated: 13 Oct 2024 2:20:11 PM
"""
DEALS_HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, "
    ",Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,"
    "SIPRI TIV of delivered weapons\n"
)
DEALS_ROWS = """\
Armenia,Russia,2010,,40,?,Kite-4,tank,38,?,2011; 2013,New,$12 m deal; incl spare parts,1.5,60,57
Armenia,Russia,2015,?,6,,Heron-2 ,FGA aircraft,6,,2018,Second hand,Second-hand; financed with loan,12,72,72
Azerbaijan,Belarus,2012,?,10,?,Plover,towed gun,10,?,2012; 2013; 2014,Second hand but modernized,,0.4,4,4
Azerbaijan,Israel,2011,,,,Finch-1,UAV,0,,,New,,3,0,0
NATO**,United States,2009,,2,,Stork,transport aircraft,2,,2010,New,"For" airlift,30,60,60
United Nations**,Israel,2015,,3,,Finch-1,UAV,3,,2016,New,3-year lease; for use in Mali
,3,9,9
unknown rebel group*,unknown supplier(s),2013,?,5,?,Gnat,anti-tank missile,5,?,2014,New,Caf\u00e9 affair,0,0.02,0
Zimbabwe,Soviet Union,1975,?,15,?,T-9,tank,15,?,1975,Second hand,Second-hand; supplier uncertain,0.38,5.7,5.7
"""
DEALS = (PREAMBLE + DEALS_HEADER + DEALS_ROWS).encode("latin-1")
DEALS_2026 = (
    """\
Transfers of major conventional arms from All countries  to All countries . Deals with deliveries made for the year \
range '2000' to '2025'\x20
A '?' in a column indicates uncertain data. The 'Deliveries in the Year Range' and the 'Year(s) of deliveries' \
refer only to deliveries in the selected year(s).
SIPRI trend-indicator values (TIVs) are in millions.

Source: SIPRI Arms Transfers Database (c) SIPRI.
Data generated: 28 Sep 2026 9:10:31 AM
"""
    + DEALS_HEADER.replace("Number delivered", "Deliveries in the Year Range")
    + DEALS_ROWS
).encode("latin-1")

DELIVERIES_HEADER = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,"
    "Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production\n"
)
DELIVERIES = (
    PREAMBLE.replace("13 Oct 2024 2:20:11 PM", "17 Feb 2025 7:10:21 PM")
    + DELIVERIES_HEADER
    + """\
90001,Russia,Armenia,Kite-4 -,tank,Armoured vehicles,2010,No,20,Yes,2011,No,New,1.5,1.5,30,No
90001,Russia,Armenia,Kite-4 -,tank,Armoured vehicles,2010,No,18,No,2013,Yes,New,1.5,1.5,27,No
90002,Belarus,Azerbaijan,Plover,towed gun,Artillery,2012,Yes,10,Yes,2012,No,Second hand,1,0.4,4,No
90003,Germany,South Korea,diesel 8V,diesel engine,Engines,2008,,12,,2012,,New,0.5,0.5,6,Yes
90004,United States,NATO**,Stork,transport aircraft,Aircraft,2009,No,2,No,2010,No,New,30,30,60,No
"""
).encode("ascii")
DEALS_AND_TIVS = """\
SIPRI Transfers Database\x20


 Database search results for buyer 'All Countries' and seller  'All Countries' and the years from 2011 to 2021 - \
(created: 11-03-2023)

Deal ID;Seller;Buyer;Designation;Description;Armament category;Order date;Order date is estimate;Numbers delivered;\
Numbers delivered is estimate;Delivery year;Delivery year is estimate;Status;SIPRI estimate;TIV deal unit;\
TIV delivery values;Local production
51001;Russia;Viet Nam;Kite-4;tank;Armoured vehicles;2009;No;6;No;2011;No;New;1.5000;1.5000;9;No
51001;Russia;Viet Nam;Kite-4;tank;Armoured vehicles;2009;No;4;Yes;2012;Yes;New;1.5000;1.5000;6;No
51002;Turkey;Pakistan;Se\u00f1or;UAV;Aircraft;2015;Yes;3;No;2017;No;New;2.8500;2.8500;8.55;Yes

\u00a9 Stockholm International Peace Research Institute, 2023. Terms and conditions of use see: \
href=http://www.sipri.org/databases/terms. SIPRI, Signalistgatan 9, SE-169 70 Solna, Sweden.
""".encode()
REPORT_2013 = b"""\
Id,Supplier,Recipient,No. ordered,No. ordered data uncertain,Designation,Description,Status,Status data uncertain,\
Year of order,Year of order data uncertain,Year(s) of deliveries,No. delivered,\
Year(s) of delivery or no. delivered data uncertain,Recipient Involvement,Comment
4001,Albania,Burkina Faso,12,Yes,Plover,Mortar,SecondHand,,2011,Yes,2011 - 2011,12,,,Probably ex-Albanian
4002,Germany,Unknown country,20,,D-8,Diesel engine,New,,2007,,2009 - 2012,20,Yes,Yes,"For boats, some assembled there"
4003,Russia,Hezbollah (Lebanon),30,,Gnat,Anti-tank missile,Refurbished,Yes,2004,,2006 - 2006,10,,,
"""
TIDN = """\
tidn,buyercod,sellercod,odat,odai,onum,onai,ldat,term,desig2,wcat,desc,coprod,nrdel,nrdelai,delyears,buyer,seller,\
status,tivunit,tivorder,tivdel
63001,AUS,AST,2015,,1100,X,0,N/A,Mole,EN,Diesel engine,L,0,,,Australia,Austria,N,0.02,22,0
58002,CZR,AST,2017,X,20,,2020,LIC,Wolf-2,AV,APC,L,16,X,2020,Czechia,Austria,N,0.31,6.2,4.96
""".encode("latin-1")
TIDN_TRIMMED = (
    b"buyercod,sellercod,desig2,desc,nrdel,buyer,seller,tivunit,tivorder,tivdel\r"
    b"COL,ARG,Condor,Ground attack ac,3,Colombia,Argentina,2,6,6\r"
    b"GRE,AST,Wolf,APC,,Greece,Austria,0.3,102,0\r"
    b",,,,3,,,,,\r"
)
RTF = rb"""{\rtf1\mac\deff2 {\fonttbl{\f20\froman Times;}}
{\stylesheet{\s224 \b\v\f20\fs20 \sbasedon0\snext0 PostScript;}
{\s4\fi-9060\li9060\tx280\tqr\tx2080 \f20\fs18 \sbasedon2\snext4 AT tab format;}}
\paperw16820\paperh11880\facingp\deftab709\widowctrl\ftnbj
\pard\plain \s3\sa400\tx1200\f20\fs40 Transfers of major weapons: Deals with deliveries or orders made for 1950 to 2021\par
\pard\plain \s2\qj\sa100 \f20\fs18
{\fs20\b Note: \b0 The \'d4No. delivered\'d5 and the \'d4Year(s) of deliveries\'d5 columns refer to all deliveries. \par \b Source: \b0 SIPRI Arms Transfers Database\par \b Information generated:\b0  10 March 2023\par \par }
\pard\plain \s6\sl40\brdrt\brdrs \tqr\tx12860 \f20\fs8 \tab \par
\pard\plain \s2\sl200\tx280 \f20\fs18{\b
\tab \tab \tab \tab  \tab Year(s)\tab \tab \line
Supplier/\tab \tab No.\tab Weapon\tab Weapon\tab Year\tab of\tab No.
\tab \line
\tab recipient (R)\tab ordered\tab designation\tab description
\tab of order\tab delivery\tab delivered\tab Comments\par }\pard\plain \s6\sb40\sl40\brdrt\brdrs
\tqr\tx12860 \f20\fs8 \tab \par
\pard\plain \s2\ri-40\sl220\tx280\tqr\tx2080\tx2520
{\b Algeria}\par{\b R:} Angola\tab 4\tab Heron-2\tab transport aircraft\tab 1980\tab 1980\tab 4\tab Second-hand\par{\b     } Nigeria\tab (2)\tab Kite\tab bomber aircraft\tab (1967)\tab 1967-1968\tab (2)\tab Caf\u0233 affair\par{\b     } \tab\tab 2\tab T-9\tab tank\tab 1979\tab \tab \tab \par\pard\plain \s6\sb40\sl40\brdrt\brdrs
\tqr\tx12860 \f20\fs8 \tab \par
{\b Brazil}\par{\b R:} Chile\tab . .\tab Finch\tab UAV\tab 2010\tab 2012\tab 3\tab \par
}
"""
TABLE_PREAMBLE = """\
Volume of transfers of major arms
Figures are in millions of SIPRI trend-indicator values (TIVs).
A '0' indicates that the volume of deliveries is between 0 and 0.5 million SIPRI TIV. An empty field indicates that \
no deliveries have been identified.
Figures may not add up to stated totals due to the conventions of rounding.
For the method used for the SIPRI TIV see <https://www.sipri.org/databases/armstransfers/sources-and-methods>.

Source: SIPRI Arms Transfers Database (c) SIPRI.
Data generated: 13 Oct 2024 12:33:29 PM

"""
_TAIL = "2022-2024,Percentage,Sum total years,Percentage of total\n"
IMPORTS = (
    TABLE_PREAMBLE
    + f"Recipient,2022,2023,2024,{_TAIL}"
    + "India,141,277,,418,67%,418,67%\nArmenia,12,0 ,,12,2.0%,12,2.0%\nNATO**,190,4,,194,31%,194,31%\n"
    + "Total world import,343,281,,624,,624,\n"
).encode()
EXPORTS = (
    TABLE_PREAMBLE
    + f"Exports by,2022,2023,2024,{_TAIL}"
    + "Russia,300,280,,580,93%,580,93%\nunknown supplier(s),43,0 ,,43,6.9%,43,6.9%\n"
    + "Total world export,343,281,,624,,624,\n"
).encode()
OF_ONE = (
    TABLE_PREAMBLE
    + "Supplier,2023,2024,2023-2024,Percentage,Sum total years,Percentage of total\n"
    + "France,0 ,21,21,46%,21,46%\nUnited States,,25,25,54%,25,54%\n"
    + "Total exports to Israel,0 ,46,46,,46,\n"
).encode()
EMPTY = (
    TABLE_PREAMBLE + "Recipient,2024,2024-2024,Percentage,Sum total years,Percentage of total\n\n"
).encode()
CONCATENATED = OF_ONE + b"\n" + EMPTY + OF_ONE.replace(b"Israel", b"Egypt")


def _old(title: str, rows: str) -> bytes:
    head = f"""\
"{title}",,,,
Figures are SIPRI Trend Indicator Values (TIVs) expressed in millions.,,,,
Figures may not add up due to the conventions of rounding.,,,,
A '0' indicates that the value of deliveries is less than 0.5m,,,,
"For more information, see http://www.sipri.org/databases/armstransfers/sources-and-methods/",,,,
,,,,
,,,,
Source: SIPRI Arms Transfers Database,,,,
Generated: 11 December 2023,,,,
,,,,
,2020,2021,2022,Total
"""
    return (head + rows).encode()


OLD_WORLD = _old(
    "TIV of arms exports from all, 2020-2022",
    "Albania,,,0,0\nRussia,5,,8,13\n,,,,\nTotal,5,,8,13\n",
)
OLD_TO_ONE = _old(
    "TIV of arms exports to Armenia, 2020-2022",
    "India,,3,4,7\nRussia,5,0,,5\n,,,,\nTotal,5,3,4,12\n",
)
OLD_CATEGORIES = _old(
    "TIV of arms exports from all, 2020-2022",
    "Aircraft,3,,8,11\nShips,2,0,,2\n,,,,\nTotal,5,0,8,13\n",
)
ENVELOPE = json.dumps({"bytes": base64.b64encode(DELIVERIES).decode()}).encode()
RESULT = json.dumps({"result": IMPORTS.decode()}).encode()

REGISTERS = {
    "deals": DEALS,
    "deals of 2026": DEALS_2026,
    "deliveries": DELIVERIES,
    "DealsAndTIVs": DEALS_AND_TIVS,
    "report of 2013": REPORT_2013,
    "tidn": TIDN,
    "tidn, trimmed": TIDN_TRIMMED,
    "rtf": RTF,
}
TABLES = {
    "imports": IMPORTS,
    "exports": EXPORTS,
    "table of one": OF_ONE,
    "empty table": EMPTY,
    "tables, concatenated": CONCATENATED,
    "old table": OLD_WORLD,
    "old table of one": OLD_TO_ONE,
    "old table by category": OLD_CATEGORIES,
}
ENVELOPES = {"envelope": ENVELOPE, "result": RESULT}
SHAPES = REGISTERS | TABLES | ENVELOPES
