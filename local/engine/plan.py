"""What may differ from one local office to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from local.engine.office_secrets import OfficeSecrets

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`configuration` are the files of the configuration bucket; `parameters` go over those that
    lead to the sample counterparts; `rewrites` turn addresses in pages to the sample
    counterparts, where the world's own cannot be reached.
    """

    configuration: Mapping[str, bytes] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    secrets: OfficeSecrets = field(default_factory=OfficeSecrets)
    template: Path = ROOT / "infra" / "template.yaml"
    logs: Path = ROOT / ".local" / "logs"
    rewrites: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    workers: int = 2
    warm: bool = True
