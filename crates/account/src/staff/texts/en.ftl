
# Invitations of officers and news about offices

account-set-up = New officers
account-set-up-lead = Enter the code from the paper that you were handed. If you were invited by e-mail, open the link in that e-mail.
account-set-up-code = The code you were handed
account-set-up-password = Choose a password
account-set-up-old-text = It was used already, or seven days have passed. Please ask whoever invited you for a new one. Telephone { $phone }

account-ward-given-subject = Your office in the ward
account-ward-given =
    You are on record as { $office } of { $ward },
    from { $from } to { $until }.

    If you do not know of this, please call the town office.
account-ward-ended-subject = About your term of office in the ward
account-ward-ended =
    Your term as { $office } of { $ward } ends on { $until }.

    Thank you for all you have done. If you do not know of this, please call the town office.

account-act-people-account-suspend = Suspended the account
account-act-people-account-reinstate = Opened the account again
account-act-people-grant = Recorded a term of office
account-act-people-grant-end = Ended a term of office
account-act-people-grant-term = Changed a term of office
account-act-account-invite = Invited as an officer
account-act-account-sessions-ended = Signed out on all devices
