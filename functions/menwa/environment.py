"""What several functions read from their environment, and what they build from it."""

from menwa import aws
from menwa.cases import CaseStore
from menwa.documents import DocumentStore
from menwa.office import Office, office_in
from menwa.people_store import people_in
from menwa.sending_switch import SendingSwitch
from menwa.settings import Settings
from menwa.surveys import SurveyStore


class WithCases(Settings):
    cases_table: str

    def store(self) -> CaseStore:
        return CaseStore(aws.dynamodb(), self.cases_table)

    def switch(self) -> SendingSwitch:
        return SendingSwitch(aws.dynamodb(), self.cases_table)


class WithSurveys(Settings):
    cases_table: str

    def surveys(self) -> SurveyStore:
        return SurveyStore(aws.dynamodb(), self.cases_table)


class WithOffice(Settings):
    configuration_bucket: str

    def office(self, *, afresh: bool = False) -> Office:
        """With the people as administrators have changed them, where this function has the table.

        `afresh`: as they are this moment, not a minute ago.
        """
        file = office_in(self.configuration_bucket)
        if not isinstance(self, WithCases):
            return file
        return file.with_people(people_in(self.cases_table, afresh=afresh))


class WithStaging(Settings):
    staging_bucket: str

    def documents(self) -> DocumentStore:
        return DocumentStore(aws.s3(), self.staging_bucket)
