"""Files of customs in their formats, written by hand: the headers are the sources', the figures invented."""

from __future__ import annotations

import json

SHORT = (
    "Classification,Year,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Partner Code,Partner,Commodity Code,"
    "Commodity,Trade Value (US$),Flag\n"
    "H5,2017,1,Import,842,USA,156,China,93,Arms,1500,4\n"
    "H5,2017,2,Export,842,USA,156,China,93,Arms,200,0\n"
    "H5,2017,3,Re-Export,842,USA,156,China,93,Arms,20,0\n"
    "H5,2017,2,Export,251,France,842,USA,9301,Military weapons,90,0\n"
    "H5,2017,2,Export,251,France,842,USA,930190,Other military weapons,40,0\n"
    "H5,2017,2,Export,251,France,842,USA,1,Live animals,7,0\n"
)
BULK = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,"
    "Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,"
    "Netweight (kg),Trade Value (US$),Flag\n"
    "H4,2014,2014,2014,4,0,2,Export,699,India,IND,0,World,WLD,9301,Weapons,5,Number,12,300,1000,0\n"
    "H4,2014,2014,2014,4,0,2,Export,699,India,IND,757,Switzerland,CHE,9301,Weapons,5,Number,8,200,600,0\n"
    'H4,2014,2014,2014,4,0,2,Export,699,India,IND,899,"Areas, nes",,9301,Weapons,5,Number,4,100,400,0\n'
)
_FULL = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,"
    "Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,2nd Partner,2nd Partner ISO,"
    "Customs Proc. Code,Customs,Mode of Transport Code,Mode of Transport,Commodity Code,Commodity,Qty Unit Code,"
    "Qty Unit,Qty,Alt Qty Unit Code,Alt Qty Unit,Alt Qty,Netweight (kg),Gross weight (kg),Trade Value (US$),"
    "CIF Trade Value (US$),FOB Trade Value (US$),Flag\n"
)
FULL = _FULL + (
    "H4,2014,2014,2014,4,0,2,Export,36,Australia,AUS,0,World,WLD,,,,,,,,8710,Tanks,1,No Quantity,,,,,43,,500,,,0\n"
    "H4,2014,2014,2014,4,0,2,Export,40,Austria,AUT,0,World,WLD,,,,,,,,8710,Tanks,1,No Quantity,,,,,,,70,,,4\n"
)
NAMES = (
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,flowDesc,"
    "partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,classificationCode,"
    "classificationSearchCode,isOriginalClassification,cmdCode,cmdDesc,aggrLevel,isLeaf,customsCode,customsDesc,"
    "mosCode,motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,isQtyEstimated,altQtyUnitCode,altQtyUnitAbbr,altQty,"
    "isAltQtyEstimated,netWgt,isNetWgtEstimated,grossWgt,isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,"
    "legacyEstimationFlag,isReported,isAggregate"
).split(",")


def row(partner: tuple[int, str, str], value: object, **other: object) -> dict[str, object]:
    """A record of comtradeplus: imports of Thailand in 2022."""
    code, iso, name = partner
    usual = dict.fromkeys(NAMES, None) | {
        "typeCode": "C", "freqCode": "A", "refPeriodId": 20220101, "refYear": 2022, "refMonth": 52,
        "period": "2022", "reporterCode": 764, "reporterISO": "THA", "reporterDesc": "Thailand", "flowCode": "M",
        "flowDesc": "Import", "partner2Code": 0, "partner2ISO": "W00", "partner2Desc": "World",
        "classificationCode": "H6", "classificationSearchCode": "HS", "isOriginalClassification": True,
        "cmdCode": "9306", "cmdDesc": "Bombs and cartridges", "aggrLevel": 4, "isLeaf": False, "customsCode": "C00",
        "customsDesc": "TOTAL CPC", "mosCode": "0 ", "motCode": 0, "motDesc": "TOTAL MOT", "qtyUnitCode": -1,
        "qtyUnitAbbr": "N/A", "legacyEstimationFlag": 0, "isReported": False, "isAggregate": True,
    }  # fmt: skip
    named = {"partnerCode": code, "partnerISO": iso, "partnerDesc": name, "primaryValue": value}
    return usual | named | other


WORLD, TURKEY, SELF = (0, "W00", "World"), (792, "TUR", "Türkiye"), (764, "THA", "Thailand")
ROWS = [
    row(WORLD, 1000.5),
    row(TURKEY, 700.25, qtyUnitCode=5, qty=3, netWgt=12.5),
    row((490, "S19", "Other Asia, nes"), 250),
    row(SELF, 50.25),
    row(TURKEY, 400, motCode=1000),
    row(TURKEY, 300, partner2Code=156),
    row(TURKEY, 30, flowCode="RM"),
    row(TURKEY, 5, flowCode="X"),
    row(TURKEY, 20, period="202203", freqCode="M", refMonth=3),
]


def plus(rows: list[dict[str, object]]) -> bytes:
    """A CSV as comtradeplus writes it: cp1252, CRLF, a comma too many behind every row."""
    lines = [",".join(NAMES)]
    lines += [",".join(_quoted(each[name]) for name in NAMES) + "," for each in rows]
    return "\r\n".join([*lines, ""]).encode("cp1252")


def _quoted(value: object) -> str:
    return "" if value is None else f'"{str(value).lower() if isinstance(value, bool) else value}"'


def answer(rows: list[dict[str, object]], **other: object) -> bytes:
    """An answer of the API."""
    said = {"elapsedTime": "0.2 secs", "count": len(rows), "data": rows, "error": ""} | other
    return json.dumps(said, indent=4, ensure_ascii=False).encode()


FIRST_API = json.dumps(
    {
        "validation": {"status": {"name": "Ok"}},
        "dataset": [
            {"pfCode": "H5", "yr": 2017, "period": 2017, "rgCode": 2, "rgDesc": "Export", "rtCode": 842,
             "rtTitle": "USA", "ptCode": 251, "ptTitle": "France", "cmdCode": "93", "TradeValue": 15}
        ],
    }
).encode()  # fmt: skip
PAIRS = (
    "refYear,Importer,Exporter,cmdCode,cmdDesc,primaryValue\n"
    "2022,Austria,Türkiye,880699,Large drones,1500.125\n2022,Austria,Türkiye,9306,Bombs,20\n"
)
BACI = "t,i,j,k,v,q\n2017,842,251,930110,1.5,0.25\n2017,842,251,930690,23685.927,  8047.4\n" + (
    "2017,699,757,10121,7,1\n2017,58,842,871000,2.001,NA\n2017,842,490,930200,0.003,\n"
)
