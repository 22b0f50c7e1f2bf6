"""Varde: the colleague who always has time, for staff who meet barn som pårørende."""
