"""Chinese text in, domain values out. Pure: no files after import, no clock, no network."""
