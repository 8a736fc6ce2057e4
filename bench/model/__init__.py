"""An office's worst day in virtual time, against AWS's and Meta's real quotas."""
