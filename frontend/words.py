"""Words that several pages share."""


def zone_city(zone: str) -> str:
    """The name by which people know an IANA zone: "Sao Paulo" for America/Sao_Paulo."""
    return zone.rpartition("/")[2].replace("_", " ")
