"""Waivers: acts by which somebody answers for a finding, bound to what was looked at, until a day."""
