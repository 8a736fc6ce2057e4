"""Runs what infra/template.yaml deploys, on this machine, with nothing but Python."""
