
# My records as a file

account-export = Get my records
account-export-lead = You can take home everything that this town office holds about you here.
account-export-how = The register, your matters, payments, papers, messages and who looked at what, in one file (ZIP). You will be told when it is ready, and can fetch it here for { $days } days.
account-export-ask = Put it together
account-export-waiting = It is being put together. This may take some minutes; you will be told.
account-export-files = Ready to be fetched
account-export-file = My records (ZIP)
account-export-meta = As of { $at }, { $kb } KB, until { $until }
account-export-left-out = Open index.html in the file to read it. What is not in it, such as internal decision papers, can be asked for at the office.
account-export-made = What the town office of { $town } holds about you here, put together on { $at }.
account-export-demo = A fictional person's records in the demo town.
account-export-ready-subject = Your records are ready
account-export-ready-text =
    The file with your records is ready.
    Please fetch it within seven days from “Get my records” on My page.

    If you did not ask for it, please call the town office at once.
account-export-register = Register
account-export-household = Household
account-export-accounts = Accounts
account-export-mandates = Acting for each other
account-export-mandate-given = { $name } acts for you
account-export-mandate-held = You act for { $name }
account-export-offices = Offices in the wards
account-export-name = Name
account-export-kana = Reading
account-export-former-name = Former name or alias
account-export-birth = Date of birth
account-export-sex = Sex
account-export-address = Address
account-export-relation = Relation
account-export-resident-since = Resident since
account-export-address-since = At this address since
account-export-former-address = Former address
account-export-domicile = Registered domicile
account-export-domicile-head = Head of the family register
account-export-moved-out = Moved out
account-export-number = Number in the register
account-export-scope = Procedures
account-export-from = From
account-export-until = Until
account-export-at = When
account-export-who = Who
account-export-act = Kind of entry
account-export-channel = How
account-export-detail = Detail or purpose
account-act-account-export-ask = Asked for a file of the records
account-act-account-export = Put the records together
account-act-account-export-fetch = Fetched the file of the records
