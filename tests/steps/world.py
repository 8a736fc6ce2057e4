"""An office in one process: AWS is moto; SIAK and WhatsApp are samples, over their protocols."""

import io
import json
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import httpx
from flask import Flask
from samtranslator.yaml_helper import yaml_parse

from local.pages import blueprint as shared_pages
from local.siak import SampleSiak
from local.siak import blueprint as siak_blueprint
from local.whatsapp import SamplePhone, SampleWhatsApp, approved_templates
from local.whatsapp import blueprint as whatsapp_blueprint
from local.whatsapp.faults import Faults
from local.whatsapp.phones import ChatMessage
from menwa import aws
from menwa.case import CaseFile
from menwa.cases import CaseStore
from menwa.sessions import SessionStore
from tests.builders import OFFICE, PHONE
from tests.steps.outside import Clock, Internet, Procedure
from tests.unit.siak_setting import BEARER, a_pki, a_siak

TABLE, STAGING, REPORTS, CONFIGURATION = "cases", "staging", "reports", "configuration"
NUMBER_ID = "106540352242922"
APP_SECRET, OLD_SECRET, VERIFY = "the-app-secret", "the-old-secret", "the-verify-token"
ACCESS_TOKEN = "the-access-token"
PARTNER_KEY = "the-partner-key"
URL = "https://menwa.contoh.go.id"
MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:menwa"
QUEUES = "https://sqs.us-east-1.amazonaws.com/123456789012"
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "CASES_TABLE": TABLE,
    "STAGING_BUCKET": STAGING,
    "REPORTS_BUCKET": REPORTS,
    "CONFIGURATION_BUCKET": CONFIGURATION,
    "STATE_MACHINE_ARN": MACHINE,
    "INBOX_QUEUE_URL": f"{QUEUES}/inbox",
    "RECEIPTS_QUEUE_URL": f"{QUEUES}/receipts",
    "REPORTS_QUEUE_URL": f"{QUEUES}/reports",
    "MAIL_CONFIGURATION_SET": "menwa",
    "PUBLIC_URL": URL,
    "MAIL_SENDER": "menwa@contoh.go.id",
    "WHATSAPP_URL": "https://graph.test/_meta/v26.0",
    "WHATSAPP_PHONE_NUMBER_ID": NUMBER_ID,
    "WHATSAPP_SECRET_ARN": "whatsapp",
    "WEBHOOK_SECRET_ARN": "webhook",
    "SIAK_URL": "https://siak.test/_siak",
    "SIAK_SECRET_ARN": "siak",
    "PERSON_KEY_SECRET_ARN": "person_key",
    "PARTNERS_SECRET_ARN": "partners",
    "TRUST_SAMPLES": "true",
}
SECRETS = {
    "whatsapp": {"access_token": ACCESS_TOKEN},
    "webhook": {
        "app_secret": APP_SECRET,
        "previous_app_secret": OLD_SECRET,
        "verify_token": VERIFY,
    },
    "siak": {"bearer": BEARER},
    "person_key": {"key": "the-person-key"},
    "partners": {
        "kelurahan-contoh": {
            "key": PARTNER_KEY,
            "previous_key": "the-old-partner-key",
            "trusted": True,
        },
        "kios-contoh": {"key": PARTNER_KEY},
    },
}
TEMPLATE = Path(__file__).parents[2] / "infra" / "template.yaml"
PROCEDURE = '{"StartAt": "Asked", "States": {"Asked": {"Type": "Succeed"}}}'


@cache
def _keys_of_the_table() -> dict[str, Any]:
    """As the deployed template has them."""
    template = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    properties = template["Resources"]["CasesTable"]["Properties"]
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    return {name: properties[name] for name in wanted}


@dataclass
class World:
    clock: Clock
    internet: Internet
    procedure: Procedure
    logs: io.StringIO
    siak: SampleSiak = field(default_factory=a_siak)
    secrets: set[str] = field(default_factory=set)
    """Whatever must not stand in a log line."""

    def __post_init__(self) -> None:
        phones = [SamplePhone(PHONE, "Nurhayati")]
        phones += [SamplePhone(one.phone, one.title) for one in OFFICE.officials.values()]
        phones += [SamplePhone(one.phone, one.name) for one in OFFICE.officers.values()]
        self.whatsapp = SampleWhatsApp(
            office_name=OFFICE.short_name,
            number=OFFICE.whatsapp_number,
            phone_number_id=NUMBER_ID,
            access_token=ACCESS_TOKEN,
            phones=phones,
            templates=approved_templates(OFFICE, URL),
            now=self.clock.now,
        )
        outside = httpx.WSGITransport(app=lambda *request: self._outside(*request))
        self.internet.hosts |= {"siak.test": outside, "graph.test": outside}

    @cached_property
    def _outside(self) -> Flask:
        """Most tests never ask it."""
        outside = Flask("outside")
        outside.register_blueprint(shared_pages())
        outside.register_blueprint(siak_blueprint(self.siak))
        outside.register_blueprint(whatsapp_blueprint(self.whatsapp))
        return outside

    @property
    def store(self) -> CaseStore:
        return CaseStore(aws.dynamodb(), TABLE)

    @property
    def sessions(self) -> SessionStore:
        return SessionStore(aws.dynamodb(), TABLE)

    def build(self) -> None:
        aws.dynamodb().create_table(TableName=TABLE, **_keys_of_the_table())
        for bucket in (STAGING, REPORTS, CONFIGURATION):
            aws.s3().create_bucket(Bucket=bucket)
        for key, content in (
            ("office.json", OFFICE.model_dump_json()),
            ("trust.json", a_pki().trust_policy_json()),
        ):
            aws.s3().put_object(Bucket=CONFIGURATION, Key=key, Body=content.encode())
        for name in ("inbox", "receipts", "reports"):
            aws.sqs().create_queue(QueueName=name)
        for name, value in SECRETS.items():
            aws.secrets_manager().create_secret(Name=name, SecretString=json.dumps(value))
        aws.step_functions().create_state_machine(
            name="menwa", definition=PROCEDURE, roleArn="arn:aws:iam::123456789012:role/menwa"
        )
        aws.mail().create_email_identity(EmailIdentity="menwa@contoh.go.id")

    def have(self, file: CaseFile) -> CaseFile:
        """A file in the table, however it came there."""
        self.store.create(file.case)
        unproven = file.case.model_copy(update={"proven_at": None})
        return self.store.save(CaseFile(case=unproven), file)

    def file(self, case_id: str = "MW-00000000000") -> CaseFile:
        return self.store.load(case_id)

    def items(self) -> list[dict[str, Any]]:
        """The whole table, but for who has signed in."""
        return [item for item in self.all_items() if not item["pk"]["S"].startswith("SESSION#")]

    def all_items(self) -> list[dict[str, Any]]:
        found = aws.dynamodb().scan(TableName=TABLE)["Items"]
        return sorted(found, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))

    def signed(self, document: str = "dok-001") -> bytes:
        """The PDF as SIAK has it."""
        pdf = self.siak.signed_pdf(document)
        assert pdf is not None
        return pdf

    def staged_keys(self) -> list[str]:
        return [key for key in self.objects() if key.startswith("staged/")]

    def objects(self, bucket: str = STAGING) -> list[str]:
        found = aws.s3().list_objects_v2(Bucket=bucket).get("Contents", [])
        return [each["Key"] for each in found]

    def on_phone(self, number: str = PHONE) -> list[ChatMessage]:
        return [one for one in self.whatsapp.chats.on_phone(number) if one.from_office]

    def texts(self, number: str = PHONE) -> list[str]:
        return [one.content.text for one in self.on_phone(number)]

    def writes(self, text: str = "Halo", number: str = PHONE) -> None:
        """The citizen types; Meta's window opens."""
        self.whatsapp.write(number, text)

    def whatsapp_fails(self, **faults: Any) -> None:
        self.whatsapp.faults.turn_to(Faults.model_validate(faults))

    def end(self, case_id: str) -> None:
        """The execution is over."""
        name = f"{MACHINE.replace(':stateMachine:', ':execution:')}:{case_id}"
        aws.step_functions().stop_execution(executionArn=name)

    def begun(self) -> list[str]:
        """The names of the executions."""
        found = aws.step_functions().list_executions(stateMachineArn=MACHINE)["executions"]
        return [execution["name"] for execution in found]
