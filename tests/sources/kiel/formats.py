"""Files of the Ukraine Support Tracker, written by hand: the headers are Kiel's, the figures invented."""

from __future__ import annotations

import io
from collections.abc import Sequence

SITE = {
    "explorer": (
        '"country","iso","year","month","total","financial","humanitarian","military","commitments",'
        '"to_be_allocated","gdp","pct_gdp"\n'
        '"Norway","NOR",2022,3,0.35,0.1,0.05,0.2,2.5,2.15,500.25,0.07\n'
        '"Norway","NOR",2022,4,0,0,0,0,0,0,500.25,0\n'
        '"EU (Commission and Council)","EU",2023,1,1.5,1.5,0,0,1,-0.5,15000.5,0.01\n'
        '"Turkiye","TUR",2023,2,0.000004,0,0,0.000004,0.000004,0,900.125,0\n'
    ),
    "totals": (
        '"year","month","total_allocations","military","financial","humanitarian"\n'
        "2022,3,0.35,0.2,0.1,0.05\n2023,1,1.5,0,1.5,0\n"
    ),
    "weapons": (
        '"donor","category","number_of_weapons","monetary_value_eur","weapons_list"\n'
        '"Norway","Howitzers",7,70000001,"M999 howitzer (5); Big gun (2)"\n'
        '"Norway","Air Defense",1,,"Tall mast (1)"\n'
        '"Poland","Submarines",2,5,"Eel (2)"\n'
    ),
    "procurement": (
        '"year","month","stockpile","procurement","unspecified","nato_purl"\n'
        "2022,1,0.00149570612079685,0,0.230356053306305,0\n2022,2,0.5,0.25,0,0.125\n"
    ),
    "eu_shares": (
        '"country","iso","bilateral_pct_gdp","eu_share_pct_gdp","total_pct_gdp","eu_share_bn"\n'
        '"Denmark","DNK",3.2,0.5,3.7,1.25\n"Malta","MLT",0.01,0.5,0.51,0.075\n'
    ),
    "release": '"release","period","date","label"\n"29","04/2026","2026-08-04","Tracker, Release 29"\n',
}
#: Two packages, of which the value stands on one row each and the printed one on all; "DEM1" is two.
PACKAGES = (
    "ID,Countries,Announcement Date,Type of Aid General,Type of Aid Specific,Explanation,Original Currency,"
    "Monetary Value as Given by Source,Items,Type of Item,No. of Units,Converted Value in EUR,"
    "Total monetary value delivered in EUR,Total_value_dummy (1 is first row in the package)\n"
    'NOM1,Norway,2022-03-01 00:00:00,Military,Weapons and equipment,"one\nparcel",NOK,90000000,Tall mast,'
    "Heavy weapon,4,9000000,1000000,1\n"
    "NOM1,Norway,2022-03-01 00:00:00,Military,Weapons and Equipment,.,NOK,90000000,Eel,Heavy Weapon,.,,"
    "500000,0\n"
    "NOM1,Norway,2022-05-01 00:00:00,Military,Weapons and equipment,.,NOK,90000000,Eel,.,.,.,.,0\n"
    "DEM1,Germany,until 2/24/2023,Military,Weapons,,EUR,5000000,Bolt,.,3,5000000,,1\n"
    "DEM1,Germany,until 4/24/2024,Military,Weapons,,EUR,7000000,Nut,.,3,7000000,,1\n"
    'DEH1,Germany,"unclear, 10/2022",Humanitarian,Assistance,,EUR,undisclosed,.,.,.,.,.,1\n'
    "DEH2,Germany,unspecified,Humanitarian,Assistance,,EUR,300,.,.,.,300,,1\n"
    "DEH3,Germany,2023-01-01,Humanitarian,Assistance,a list was cut,EUR,-100,.,.,.,-100,,1\n"
)
EARLY_2024 = [
    *[["Countries", "date", "general_type", "specific_type", "Original Currency", "donation_type"]],
    [
        "Norway",
        "2022-03-01 00:00:00",
        "Military",
        "Weapons",
        "NOK",
        "Allocation",
        "Heavy weapon",
        1_000_000.5,
    ],
    ["Norway", "2023-05-01 00:00:00", "Military", "Weapons", "NOK", "Commitment", "NULL", 4_000_000],
    ["Malta", "NULL", "Humanitarian", "Assistance", "EUR", "Allocation", "NULL", "."],
]
EARLY_2024[0] += ["Type of Item", "eur_value"]
SINCE_2024 = [
    [
        *("donor", "announcement_date", "aid_type_general", "measure", "tot_activity_value_EUR"),
        *("tot_sub_activity_value_EUR", "item", "activity_id", "sub_activity_id"),
    ],
    ["Norway", "2024-03-01", "Military", "Allocation", 5e6, 2e6, "Eel", "NO1", "NO1.1"],
    ["Norway", "2024-03-01", "Military", "Allocation", 5e6, 3e6, "Mast", "NO1", "NO1.2"],
    ["Norway", "2025-03-01", "Humanitarian ", "Commitment", 9e6, 0, "", "NO2", "NO2.1"],
    ["Norway", "2025-03-01", "Humanitarian ", "Commitment", 9e6, 0, "", "NO2", "NO2.2"],
]


def summary(*donors: tuple[str, float, float]) -> list[list[object]]:
    """A Country Summary of military aid: donor, allocations and commitments in billion EUR."""
    heads = [f"{kind} {word}s" for word in ("allocation", "commitment") for kind in KINDS]
    above: list[list[object]] = [[], ["Bilateral aid, billion euros"], ["Country", "EU member", *heads]]
    return above + [[name, 0, 0, 0, given, 0, 0, pledged] for name, given, pledged in donors] + [["Total"]]


KINDS = ("Financial", "Humanitarian", "Military")


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    """An ``.xlsx`` with these sheets; blanks in titles are written as underscores."""
    import openpyxl

    book, file = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title.replace("_", " "))
        for row in rows:
            page.append(list(row))
    book.save(file)
    return file.getvalue()
