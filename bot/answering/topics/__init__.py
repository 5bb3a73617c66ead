"""Matters with rules of their own: ages, offices, kin, owners, disasters, worth, what is so today."""
