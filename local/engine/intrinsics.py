"""CloudFormation's intrinsic functions, as far as a template of ours may use them."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from local.engine.expansion import REGION
from local.engine.identities import ACCOUNT, STACK, Identity, identify

_PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Region": REGION,
    "AWS::Partition": "aws",
    "AWS::StackName": STACK,
    "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{STACK}/1",
    "AWS::URLSuffix": "amazonaws.com",
}
_NO_VALUE = object()
_PLACEHOLDER = re.compile(r"\$\{(!?)([^}]+)\}")


class UnknownName(LookupError):
    """The template refers to a parameter, resource or attribute that there is not."""


class Intrinsics:
    """Resolves the values of one expanded template; `resources` are those whose condition holds."""

    def __init__(
        self, template: Mapping[str, Any], parameters: Mapping[str, str], aws_url: str
    ) -> None:
        self._template = template
        self._parameters = _filled(template.get("Parameters", {}), parameters)
        self._aws_url = aws_url
        self._identities: dict[str, Identity] = {}
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Condition": self._condition,
            "Fn::GetAtt": self._get_att,
            "Fn::Sub": self._sub,
            "Fn::Join": lambda a: a[0].join(map(str, self.resolve(a[1]))),
            "Fn::Select": lambda a: self.resolve(a[1])[int(self.resolve(a[0]))],
            "Fn::Split": lambda a: self.resolve(a[1]).split(a[0]),
            "Fn::If": lambda a: self.resolve(a[1] if self._condition(a[0]) else a[2]),
            "Fn::Equals": lambda a: self.resolve(a[0]) == self.resolve(a[1]),
            "Fn::And": lambda a: all(map(self.resolve, a)),
            "Fn::Or": lambda a: any(map(self.resolve, a)),
            "Fn::Not": lambda a: not self.resolve(a[0]),
            "Fn::FindInMap": self._find_in_map,
        }
        self.resources: dict[str, dict[str, Any]] = {
            name: resource
            for name, resource in template["Resources"].items()
            if "Condition" not in resource or self._condition(resource["Condition"])
        }

    def resolve(self, value: Any) -> Any:
        if isinstance(value, dict):
            if len(value) == 1 and (function := self._functions.get(next(iter(value)))):
                return function(next(iter(value.values())))
            resolved = {key: self.resolve(each) for key, each in value.items()}
            return {key: each for key, each in resolved.items() if each is not _NO_VALUE}
        if isinstance(value, list):
            return [each for each in map(self.resolve, value) if each is not _NO_VALUE]
        return value

    def properties(self, name: str) -> dict[str, Any]:
        properties: dict[str, Any] = self.resolve(self.resources[name].get("Properties", {}))
        return properties

    def identity(self, name: str) -> Identity:
        if name not in self._identities:
            resource = self.resources.get(name)
            if resource is None:
                raise UnknownName(f"the template has no parameter or resource {name}")
            named = {k: v for k, v in resource.get("Properties", {}).items() if k.endswith("Name")}
            self._identities[name] = identify(
                name, resource["Type"], self.resolve(named), self._aws_url
            )
        return self._identities[name]

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _NO_VALUE
        known = _PSEUDO | self._parameters
        return known[name] if name in known else self.identity(name).ref

    def _get_att(self, path: list[str] | str) -> str:
        name, attribute = path.split(".", 1) if isinstance(path, str) else path
        try:
            return self.identity(name).attributes[attribute]
        except KeyError:
            raise UnknownName(f"{name} has no attribute {attribute} here") from None

    def _sub(self, argument: str | list[Any]) -> str:
        text, own = (argument, {}) if isinstance(argument, str) else argument

        def filled(match: re.Match[str]) -> str:
            literal, name = match.groups()
            if literal:
                return "${" + name + "}"
            if name in own:
                return str(self.resolve(own[name]))
            return str(self._get_att(name) if "." in name else self._ref(name))

        return _PLACEHOLDER.sub(filled, text)

    def _condition(self, name: str) -> bool:
        return bool(self.resolve(self._template["Conditions"][name]))

    def _find_in_map(self, path: list[Any]) -> Any:
        name, first, second = map(self.resolve, path)
        return self._template["Mappings"][name][first][second]


def _filled(declared: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    if unknown := sorted(given.keys() - declared.keys()):
        raise UnknownName(f"the template has no parameter {', '.join(unknown)}")
    values = {name: given.get(name, each.get("Default")) for name, each in declared.items()}
    if missing := sorted(name for name, value in values.items() if value is None):
        raise UnknownName(f"no value for the template's parameter {', '.join(missing)}")
    return values
