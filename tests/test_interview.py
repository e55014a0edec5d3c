"""All 45 figures of the founding interview load through the API with the printed value, unit and paragraph."""

from datetime import date

import pytest
from conftest import REAL

from cds_analysis.data import observations, provinces, targets
from cds_analysis.data.known import Known

OBSERVATIONS = [  # indicator, level, period, comparator, value, unit, paragraph
    ("dti_rank", "province", "2022", "=", 8, "rank", 5),
    ("digital_address_platform_deployed", "province", "2023-10", "=", 1, "boolean", 7),
    ("admin_levels_connected", "all", "2023-10", "=", 4, "levels", 10),
    ("data_network_connection_share", "district", "2023-10", "=", 100, "percent", 10),
    ("data_network_connection_share", "commune", "2023-10", "=", 100, "percent", 10),
    ("e_documents_exchanged", "all", "2021..2023-10", ">", 4000000, "documents", 10),
    ("e_documents_savings", "all", "2021..2023-10", ">", 15, "billion_vnd", 10),
    ("government_digital_signatures_issued", "all", "2023-10", ">", 7730, "signatures", 10),
    ("essential_public_services_delivered", "all", "2023-10", "=", 25, "services", 10),
    ("chip_id_cards_issued", "all", "2023-10", ">", 1000000, "cards", 10),
    ("chip_id_cards_coverage", "all", "2023-10", "=", 99, "percent", 10),
    ("social_insurance_identity_authenticated_share", "all", "2023-10", "=", 97, "percent", 10),
    ("social_insurance_identity_authenticated", "all", "2023-10", "=", 1148705, "persons", 10),
    ("social_insurance_participants", "all", "2023-10", "=", 1190032, "persons", 10),
    ("full_process_procedures_integrated_share", "all", "2023-10", "=", 100, "percent", 10),
    ("full_process_procedures_integrated", "all", "2023-10", "=", 760, "procedures", 10),
    ("dossier_digitisation_function_levels", "all", "2023-10", "=", 3, "levels", 10),
    ("party_handbook_committees", "province", "2023-10", "=", 16, "committees", 10),
    ("digital_enterprises", "province", "2023-10", "=", 324, "enterprises", 11),
    ("digital_economy_revenue", "province", "2023-01..2023-09", "~", 560, "trillion_vnd", 11),
    ("digital_economy_revenue_usd", "province", "2023-01..2023-09", ">", 23.2, "billion_usd", 11),
    ("digital_economy_revenue_same_period_index", "province", "2023-01..2023-09", "=", 94, "index_same_period", 11),
    ("e_invoice_share", "all", "2023-10", "=", 100, "percent", 12),
    ("e_tax_declaration_share", "all", "2023-10", "=", 100, "percent", 12),
    ("e_tax_payment_enterprise_share", "all", "2023-10", "=", 99, "percent", 12),
    ("ecommerce_exchange_products", "province", "2023-10", ">", 2600, "products", 12),
    ("farm_household_online_accounts", "province", "2023-10", ">", 68000, "accounts", 12),
]
TARGETS = [  # id, level, by, comparator, value, unit, paragraph
    ("dti_rank_2025", "province", 2025, "<=", 15, "rank", 2),
    ("dti_rank_2030", "province", 2030, "<=", 10, "rank", 2),
    ("online_services_level4_share_2025", "all", 2025, ">", 90, "percent", 6),
    ("dossiers_online_province_2025", "province", 2025, ">", 90, "percent", 6),
    ("dossiers_online_district_2025", "district", 2025, ">", 80, "percent", 6),
    ("dossiers_online_commune_2025", "commune", 2025, ">", 60, "percent", 6),
    ("shared_databases_connected_2025", "all", 2025, "=", 100, "percent", 6),
    ("smart_cities_2025", "all", 2025, "=", 3, "cities", 6),
    ("digital_economy_share_grdp_2025", "province", 2025, ">=", 20, "percent", 6),
    ("digital_economy_share_sector_min_2025", "province", 2025, ">=", 10, "percent", 6),
    ("labour_productivity_growth_2025block", "province", 2025, ">=", 7, "percent", 6),
    ("digital_enterprises_2025", "province", 2025, "=", 700, "enterprises", 6),
    ("digital_economy_share_grdp_2030", "province", 2030, "~", 30, "percent", 6),
    ("digital_economy_share_sector_min_2030", "province", 2030, ">=", 20, "percent", 6),
    ("labour_productivity_growth_2030block", "province", 2030, ">=", 7, "percent", 6),
    ("digital_enterprises_2030", "province", 2030, ">", 3000, "enterprises", 6),
    ("fibre_coverage_communes_2030", "commune", 2030, "=", 100, "percent", 6),
    ("fibre_coverage_households_2030", "all", 2030, ">", 80, "percent", 6),
]


def test_there_are_27_observations_and_18_targets():
    assert (len(OBSERVATIONS), len(TARGETS)) == (27, 18)


@pytest.mark.parametrize("row", OBSERVATIONS, ids=lambda r: f"{r[0]}-{r[1]}")
def test_an_observation_is_as_printed(row):
    table = observations.load(REAL)
    indicator, level, period, comparator, value, unit, paragraph = row
    found = table[(table["source"] == "interview-2023") & (table["indicator"] == indicator) & (table["level"] == level)]
    found = found[found["period"] == period]
    assert found[["comparator", "value", "unit", "where"]].to_numpy().tolist() == [
        [comparator, value, unit, f"paragraph {paragraph}"]
    ]


@pytest.mark.parametrize("row", TARGETS, ids=lambda r: r[0])
def test_a_target_is_as_printed(row):
    place = provinces.find("thai-nguyen", REAL, "2025")
    found = {t.id: t for t in targets.of(Known(REAL, date(2026, 1, 1)), place, ("interview",))}[row[0]]
    printed = (found.id, found.level, found.by, found.comparator, found.value, found.unit, found.where)
    assert printed == (*row[:6], f"paragraph {row[6]}")


def test_the_rank_keeps_its_field():
    table = observations.load(REAL)
    row = table[(table["source"] == "interview-2023") & (table["indicator"] == "dti_rank")].iloc[0]
    assert (row["value"], row["field"]) == (8, 63)


def test_a_day_before_the_resolution_knows_no_target():
    assert (
        targets.of(Known(REAL, date(2020, 12, 30)), provinces.find("thai-nguyen", REAL, "pre-2025"), ("interview",))
        == []
    )
