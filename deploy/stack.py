"""One office's stack in CloudFormation: changed by change sets, watched until it rests."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from deploy.stack_events import Failed, Say, StackEvents

__all__ = ["NEVER_STOOD", "Change", "Failed", "Prepared", "Stack"]

HOLDS_DATA = {
    "AWS::DynamoDB::Table",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
}
NOTHING_CHANGED = ("didn't contain changes", "No updates are to be performed")
NEVER_STOOD = {"ROLLBACK_COMPLETE", "CREATE_FAILED"}
"""What a first creation that failed leaves: nothing that could be changed."""
GONE = {"DELETE_COMPLETE", "REVIEW_IN_PROGRESS"}


@dataclass(frozen=True)
class Change:
    """`action`: Add, Modify, Remove; `replaced`: Modify makes a new one and drops the old."""

    action: str
    name: str
    kind: str
    replaced: bool

    @property
    def loses_data(self) -> bool:
        return self.kind in HOLDS_DATA and (self.replaced or self.action == "Remove")


@dataclass(frozen=True)
class Prepared:
    """A change set that may be carried out; `changes` empty: the stack is so already."""

    name: str
    creates: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Stack:
    """`pause`: seconds between two looks at it."""

    cloudformation: Any
    name: str
    say: Say = print
    pause: float = 3.0

    def state(self) -> str:
        """Empty if there is none."""
        described = self._described()
        status = str(described["StackStatus"]) if described else ""
        return "" if status in GONE else status

    def tags(self) -> dict[str, str]:
        return {one["Key"]: one["Value"] for one in self._described().get("Tags", [])}

    def outputs(self) -> dict[str, str]:
        found = self._described().get("Outputs", [])
        return {one["OutputKey"]: one["OutputValue"] for one in found}

    def parameters(self) -> dict[str, str]:
        found = self._described().get("Parameters", [])
        return {one["ParameterKey"]: one["ParameterValue"] for one in found}

    def resources(self) -> dict[str, str]:
        """What each is called in the account, by its name in the template."""
        pages = self.cloudformation.get_paginator("list_stack_resources")
        return {
            one["LogicalResourceId"]: one.get("PhysicalResourceId", "")
            for page in pages.paginate(StackName=self.name)
            for one in page["StackResourceSummaries"]
        }

    def prepare(
        self, template_url: str, parameters: Mapping[str, str], tags: Mapping[str, str]
    ) -> Prepared:
        """Failed if CloudFormation cannot work out the change."""
        name, creates = f"menwa-{time.time_ns()}", not self.state()
        self.cloudformation.create_change_set(
            StackName=self.name,
            ChangeSetName=name,
            ChangeSetType="CREATE" if creates else "UPDATE",
            TemplateURL=template_url,
            Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
            Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
            Capabilities=["CAPABILITY_IAM"],
        )
        described = self._settled(name)
        if described["Status"] == "CREATE_COMPLETE":
            return Prepared(name, creates, tuple(self._changes(name)))
        self.drop(Prepared(name, creates, ()))
        reason = described.get("StatusReason", "")
        if any(words in reason for words in NOTHING_CHANGED):
            return Prepared(name, creates, ())
        raise Failed(reason)

    def carry_out(self, prepared: Prepared) -> None:
        """Failed, with the reasons, once it has rolled back."""
        events = self._events()
        self.cloudformation.execute_change_set(
            StackName=self.name,
            ChangeSetName=prepared.name,
            **({"RetainExceptOnCreate": True} if prepared.creates else {}),
        )
        events.told_until_it_rests()

    def drop(self, prepared: Prepared) -> None:
        """A change set that is not carried out, and the empty stack that it may have begun."""
        self.cloudformation.delete_change_set(StackName=self.name, ChangeSetName=prepared.name)
        if prepared.creates and not self.state():
            self.cloudformation.delete_stack(StackName=self.name)

    def protect(self, *, protected: bool = True) -> None:
        self.cloudformation.update_termination_protection(
            StackName=self.name, EnableTerminationProtection=protected
        )

    def delete(self) -> None:
        events = self._events()
        self.cloudformation.delete_stack(StackName=self.name)
        events.told_until_it_rests()

    def _events(self) -> StackEvents:
        return StackEvents(self.cloudformation, self._described()["StackId"], self.say, self.pause)

    def _described(self) -> dict[str, Any]:
        try:
            found = self.cloudformation.describe_stacks(StackName=self.name)["Stacks"]
        except ClientError as error:
            if "does not exist" in str(error):
                return {}
            raise
        return dict(found[0]) if found else {}

    def _settled(self, change_set: str) -> dict[str, Any]:
        while True:
            asked = {"StackName": self.name, "ChangeSetName": change_set}
            described: dict[str, Any] = self.cloudformation.describe_change_set(**asked)
            if described["Status"] not in {"CREATE_PENDING", "CREATE_IN_PROGRESS"}:
                return described
            time.sleep(self.pause)

    def _changes(self, change_set: str) -> Iterator[Change]:
        pages = self.cloudformation.get_paginator("describe_change_set")
        for page in pages.paginate(StackName=self.name, ChangeSetName=change_set):
            for one in page["Changes"]:
                change = one["ResourceChange"]
                yield Change(
                    change["Action"],
                    change["LogicalResourceId"],
                    change["ResourceType"],
                    change.get("Replacement") == "True",
                )
