"""An authority that nobody should trust."""

from datetime import UTC, datetime

from check_siak.trust import TrustPolicy
from local.pki import Pki

SAMPLE = TrustPolicy.model_validate_json(
    Pki.create(datetime(2026, 11, 23, tzinfo=UTC)).trust_policy_json()
)
