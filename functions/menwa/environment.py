"""What several functions read from their environment, and what they build from it."""

from menwa import aws
from menwa.cases import CaseStore
from menwa.documents import DocumentStore
from menwa.office import Office, office_in
from menwa.sending_switch import SendingSwitch
from menwa.settings import Settings


class WithCases(Settings):
    cases_table: str

    def store(self) -> CaseStore:
        return CaseStore(aws.dynamodb(), self.cases_table)

    def switch(self) -> SendingSwitch:
        return SendingSwitch(aws.dynamodb(), self.cases_table)


class WithOffice(Settings):
    configuration_bucket: str

    def office(self) -> Office:
        return office_in(self.configuration_bucket)


class WithStaging(Settings):
    staging_bucket: str

    def documents(self) -> DocumentStore:
        return DocumentStore(aws.s3(), self.staging_bucket)
