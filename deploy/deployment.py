"""One deployment: package and template into the account's bucket, then the stack is changed."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from check_siak.trust import TrustPolicy
from deploy.account import Account
from deploy.build import TEMPLATE
from deploy.office import files_for, uploaded
from deploy.package import Package
from deploy.stack import NEVER_STOOD, Failed, Prepared, Stack
from deploy.template import as_deployed, expanded
from menwa.office import Office

API = "Url"
OWN_ADDRESS = "PublicUrl"


@dataclass(frozen=True)
class Deployment:
    account: Account
    stack: Stack
    office_key: str
    office: Office
    trust: TrustPolicy
    parameters: Mapping[str, str]
    say: Callable[[str], None] = print

    def carry_out(self, package: Package) -> None:
        """Failed if the stack is as it was before. Where no address is chosen, the API's own is
        taken, which is known only once there is one: then the stack is changed twice."""
        if self.stack.state() in NEVER_STOOD:
            self.say("What a first try left behind is empty, and is cleared away:")
            self.stack.delete()
        template = self._kept(package)
        chosen = dict(self.parameters)
        if address := self.stack.outputs().get(API):
            chosen.setdefault(OWN_ADDRESS, address)
        self._changed(template, chosen)
        if OWN_ADDRESS not in chosen:
            self._changed(template, chosen | {OWN_ADDRESS: self.stack.outputs()[API]})
        self.stack.protect()
        bucket = self.stack.outputs()["ConfigurationBucket"]
        uploaded(self.account, bucket, files_for(self.office, self.trust))

    def _kept(self, package: Package) -> str:
        bucket = self.account.bucket_for_packages()
        key = f"functions/{package.sha256}.zip"
        is_new = self.account.keep(bucket, key, package.file.read_bytes())
        self.say(f"Package {package.sha256[:12]} {'uploaded' if is_new else 'is there already'}")
        template = as_deployed(expanded(TEMPLATE, bucket, key))
        name = f"templates/{hashlib.sha256(template).hexdigest()}.json"
        self.account.keep(bucket, name, template)
        return self.account.address_of(bucket, name)

    def _changed(self, template: str, parameters: Mapping[str, str]) -> None:
        tags = {"menwa:office": self.office_key, "menwa:stage": parameters["Stage"]}
        prepared = self.stack.prepare(template, parameters, tags)
        if not prepared.changes:
            self.say(f"Stack {self.stack.name} is so already")
            return
        self.say(f"Stack {self.stack.name}: {_in_words(prepared)}")
        if lost := [each.name for each in prepared.changes if each.loses_data]:
            self.stack.drop(prepared)
            raise Failed(f"not carried out, it would drop what holds data: {', '.join(lost)}")
        self.stack.carry_out(prepared)


def _in_words(prepared: Prepared) -> str:
    counted = Counter(each.action.lower() for each in prepared.changes)
    words = [f"{action} {number}" for action, number in sorted(counted.items())]
    replaced = [each.name for each in prepared.changes if each.replaced]
    return ", ".join(words + ([f"replaced: {', '.join(replaced)}"] if replaced else []))
