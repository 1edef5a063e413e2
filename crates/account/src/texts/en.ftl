# English.

account-sign-in = Sign in
account-sign-up = Create an account
account-recover = Trouble signing in
account-my = My page
account-settings = Settings
account-records = Who looked at my records

account-email = E-mail address
account-email-wrong = Please check the e-mail address, for example hanako@example.jp
account-password = Password
account-password-missing = Please enter your password
account-password-hint = At least 10 characters. A few words in a row are strong and easy to remember
account-password-short = The password needs at least 10 characters
account-password-long = The password is too long
account-password-weak = This password is easy to guess. Please choose another
account-password-near = This password can be guessed from your name, your address or the name of the town. Please string a few other words together
account-password-known = Many people use this password, so it is among the first to be tried. Please string a few other words together
account-password-wrong = The present password is not right
account-password-present = Present password
account-password-new = New password
account-password-set = Use this password
account-password-kept = Set
account-password-lead = When you change it, your other devices are signed out.
account-new-password = Choose a new password
account-first-password = Choose your name and password
account-name = Name shown on screen
account-name-hint = It may differ from the name in the resident register
account-name-missing = Please enter a name

account-sign-in-wrong = The e-mail address or the password is not right
account-sign-in-help = Need help?
account-to-sign-up = Create an account
account-to-recover = Forgot your password, or have a code from the counter?
account-to-sign-in = I have an account
account-no-account = You can also do everything at the counter, by phone or by post, without an account. Phone { $phone }

account-sign-up-lead = We will send you a link by e-mail.
account-sign-up-hint = Open the link in the mail to go on
account-send-mail = Send the mail
account-mail-sent = We sent you a mail
account-mail-sent-text = We sent a mail to { $email }. Please open its link within 24 hours.
account-mail-sent-help = If it does not arrive, look in your spam folder or call us: { $phone }
account-link-old = This link cannot be used
account-link-old-text = It was used already, or it is older than 24 hours. Please have a new mail sent.
account-link-again = Send a new mail

account-mail-new-subject = Please continue your registration
account-mail-new =
    This is Engawa of { $town }.

    To continue, open this link within 24 hours:
    { $link }

    If you did not ask for this, please ignore this mail. Nothing is registered.
account-mail-known-subject = Choosing a new password
account-mail-known =
    This is Engawa of { $town }.

    This e-mail address has an account already.
    If you know your password, please sign in.
    If you forgot it, open this link within 24 hours and choose a new one:
    { $link }

    If you did not ask for this, please ignore this mail. Nothing changes.
account-mail-staff-subject = Signing in as an officer
account-mail-staff =
    This is Engawa of { $town }.

    This e-mail address belongs to an officer's account.
    Please ask the colleague in charge of information systems for a new password.
    If you did not ask for this, please ignore this mail.
account-mail-password-subject = Your password was changed
account-mail-password =
    Dear { $name },

    your password for Engawa of { $town } was changed. Your other devices were signed out.

    If this was not you, please call the town office at once: { $phone }

account-recover-lead = Choose a new password with a code from the counter, or by mail.
account-code = Code from the counter
account-code-hint = 9 characters, for example 7K3-F92-QXM
account-code-mistyped = Please check the code: a character is wrong or missing
account-code-unknown = This code cannot be used. It is too old, or was used already
account-code-how = How to get a code
account-code-how-text = Come to the town office with a document that shows who you are (My Number card, residence card, driving licence). You get the code at once. Phone { $phone }
account-by-mail = By e-mail
account-by-mail-text = If you can read your mail, you need not come to the office.
account-by-mail-link = Get a link by e-mail
account-recover-known = Your account is { $email }. Please choose a new password.
account-recover-email-hint = You will sign in with this address
account-recover-taken = This address has an account already. Please sign in there and enter the code on your page
account-next = Next
account-link = Enter the code from the counter
account-link-lead = The code ties your account to your record, so that you need not write your name and address any more.
account-linked = We know who you are now
account-linked-text = From now on your name and address are filled in for you.
account-to-my = To my page
account-unlinked = We do not know yet who you are
account-unlinked-text = With a code from the town office you need not write your name and address, and you see your matters and notices here.

account-hello = { $name }
account-card-cases = My matters
account-card-cases-text = Continue a form, see how things stand
account-card-notices = Notices
account-card-notices-text = What the town sent you
account-card-apply = Find a procedure
account-card-apply-text = Certificates and applications
account-card-records-text = When, who and for what purpose
account-card-settings-text = How we reach you, password, signed-in devices

account-email-change = Change your e-mail address
account-email-change-lead = We send a link to the new address. It changes once you open it. The present address is told, too.
account-email-new = New e-mail address
account-email-new-hint = You will sign in with it from then on
account-email-sent = We sent a message to { $email }. Open the link in it within 24 hours. Until then nothing changes.
account-email-old-text = It was used already, 24 hours have passed, or another account has this address. Please try again from Settings.
account-email-confirm = Use this e-mail address?
account-email-confirm-text = You will sign in with { $email } from now on.
account-email-confirm-do = Use this address
account-email-changed = Your e-mail address was changed
account-email-changed-text = From now on, sign in with { $email }.
account-mail-address-subject = Please confirm your e-mail address
account-mail-address =
    This is the digital town office of { $town }.

    To sign in with this address from now on, open this link within 24 hours:
    { $link }

    If you do not know of this, ignore this mail. Nothing will change.
account-mail-address-taken =
    This is the digital town office of { $town }.

    Somebody asked to sign in with this address, but another account has it already.
    If you do not know of this, ignore this mail. Nothing will change.
account-mail-address-changed-subject = Your e-mail address was changed
account-mail-address-changed =
    The address with which you sign in to the town office of { $town } was changed to another one. This address does not work any more.

    If it was not you, please call the town office at once. Telephone { $phone }
account-close = Close your account
account-close-lead = You can still come, call or write, and you can register again.
account-close-goes = What goes
account-close-goes-way = Your ways to sign in (password, passkeys)
account-close-goes-drafts = Forms that you began (gone within 30 days)
account-close-goes-inbox = Messages and progress on the screen (from now on you get letters)
account-close-stays = What stays
account-close-stays-matters = What you applied for, paid and received, for as long as law and town rules say
account-close-stays-journal = Who looked at your records
account-close-stays-register = The resident register
account-close-before = Before that, you can take your records home.
account-close-sure = I want to close my account
account-close-sure-missing = Tick this to close the account
account-close-do = Close the account
account-close-not = Keep it
account-close-officer = An officer's account is closed by general affairs when the office ends.
account-closed = Your account is closed
account-closed-text = Thank you. We are still there for you at the counter, by telephone and by post.
account-to-home = To the first page
account-act-account-password-remove = Removed the password

account-contact = How we reach you
account-contact-question = How would you like to get notices?
account-channel-email = E-mail
account-channel-email-hint = They are in your inbox here, too
account-channel-inbox = Inbox here
account-channel-inbox-hint = You sign in to read them; no mail is sent
account-channel-post = Post
account-channel-post-hint = We send you a letter
account-channel-call = Phone
account-channel-call-hint = We call you
account-phone = Phone number
account-phone-hint = Needed if you chose phone
account-phone-wrong = Please enter the number with its area code, for example 0247-72-2111
account-choose = Please choose one
account-language = Language of notices
account-language-question = In which language would you like to get notices?
account-language-ja = 日本語 (Japanese)
account-language-easy = やさしい日本語 (easy Japanese)
account-language-en = English
account-save = Save
account-count = { $n }
account-since = Account since
account-change = Change
account-device = Device
account-device-unknown = Unknown device
account-made = Added on

account-passkeys = Face, fingerprint or screen lock (passkeys)
account-passkeys-lead = Sign in with your device's screen lock instead of a password. It is safe against forged pages.
account-passkeys-none = There are none yet.
account-passkey-remove = Remove
account-passkey-stale = To add one, please sign in again. It is possible within an hour of signing in.
account-passkey-script = This device cannot add one.
account-passkey-last = This cannot be removed
account-passkey-last-text = Without it you could not sign in any more. Please set a password first.
account-sessions = Signed-in devices
account-sessions-lead = If you do not know one of them, end it and change your password.
account-session-began = Signed in
account-session-seen = Last used
account-session-this = This device
account-session-end = End
account-session-end-others = End all other sessions

account-records-lead = When somebody at the town office looks at your record, it is written here with the purpose. It cannot be erased.
account-records-none = Nothing yet
account-records-why = Purpose: { $why }
account-records-show = What to show
account-records-show-all = Everything
account-records-show-office = The office
account-records-show-own = Yourself
account-records-show-automatic = Automatic
account-records-automatic = Done automatically: { $n }
account-records-automatic-why = Done by the system by fixed rules, not by a person: sending messages, copying the register, counting deadlines and the like.
account-records-times = { $n } times in a row
account-records-by-counter = At the counter
account-records-by-phone = By telephone
account-records-by-paper = On paper
account-actor-named-helper = { $name } (acting for you)
account-mandates = Somebody to act for me
account-mandates-text = Ask family or others to apply for you
account-acting-for = For { $name }
account-acting-for-text = You can apply for them
account-export-card = Everything the office holds about me, in one file
account-act-people-mandate-held = Became somebody's agent
account-act-people-mandate-held-end = Ceased to be somebody's agent
account-act-people-offer = Asked somebody to act for you
account-act-people-offer-end = A request to act for you ended
account-act-cases-hand-over = Another officer took charge
account-act-cases-submit = Took an application
account-actor-entering = At the sign-in page
account-act-cases-submit-for = Somebody applied for you
account-actor-self = You
account-actor-desk = Town office ({ $desk })
account-actor-officer = An officer of the town
account-actor-anonymous = Somebody not signed in
account-actor-system = Automatic
account-act-people-read = Looked at the record
account-act-people-add = Made the record
account-act-people-amend = Changed the record
account-act-people-register = Copied from the resident register
account-act-people-contact = Changed how you are reached
account-act-people-account-open = Opened an account
account-act-people-account-link = Tied the account to the record
account-act-people-account-name = Changed the name shown
account-act-people-account-email = Changed the e-mail address
account-act-people-account-close = Closed the account
account-act-people-mandate = Named somebody to act for you
account-act-people-mandate-end = Ended a mandate
account-act-people = Changed the record
account-act-account-sign-in = Signed in
account-act-account-password = Set a password
account-act-account-passkey-add = Added a passkey
account-act-account-passkey-remove = Removed a passkey
account-act-account-code = Checked a document at the counter and handed out a code
account-act-account-code-used = Used the code from the counter
account-act-account = Changed how you sign in
account-act-cases = Worked on your matter
account-act-approvals = Took a step of the decision
account-act-billing = Recorded a payment
account-act-papers = Handled a certificate or paper
account-act-notices = Sent you a notice
account-act-other = Used the record

account-second = Enter the code
account-second-lead = The six digits shown by the authenticator app on your phone.
account-second-code = Code (six digits)
account-second-code-hint = The code changes every 30 seconds
account-second-go = Check and sign in
account-second-wrong = The code is wrong or was used already. Wait for a new one and enter it
account-second-lost = If you lost or changed your phone, ask an officer in charge of identity checks to let you set it up again.
account-second-demo = This is a demo town, so the code is shown here. In a real town only your phone shows it.
account-second-demo-wait = The demo code was used a moment ago. Wait 30 seconds and open this page again.
account-second-first = Set up your phone
account-second-first-lead = Officers sign in with a password and a code from their phone. You set this up once.
account-second-step-app = Have an authenticator app on your phone (one that shows six digits).
account-second-step-read = Scan the picture below with the app.
account-second-step-code = Enter the six digits that the app shows.
account-second-picture = Picture for the authenticator app (QR code). If you cannot scan it, use the letters below
account-second-letters = If you cannot scan the picture
account-second-letters-lead = Choose manual entry in the app and type these letters.
account-second-passkey = Sign in with your passkey
account-second-passkey-lead = Besides the password, this account asks for a passkey (screen lock).
account-second-settings = Code from the phone
account-second-settings-lead = Officers sign in with a password and a code. A passkey alone is enough.
account-second-since = Set up on { $since }.
account-second-none = Not set up yet
account-second-add = Set up a phone
account-second-replace = Change to a new phone
account-second-renew-lead = Once you enter the new code, the codes of the old phone stop working.
account-second-remove = Remove the phone
account-second-stale = To change this, sign in again. It is possible within an hour of signing in.
account-passkey-last-second = Set up a phone first; without this passkey there would be no second proof.
account-mail-second-subject = Set up your sign-in again
account-act-account-second-add = Phone code set up
account-act-account-second-remove = Phone code removed
account-act-account-second-reset = Phone code taken back
account-mail-second =
    { $name },

    at the town office of { $town } another officer removed your codes and passkeys.
    The next time you sign in you will set them up again.

    If you did not ask for this, tell the IT desk at once: { $phone }

account-email-none = None yet
account-by-others = Other ways to sign in
account-by-other = Sign in with { $name }
account-ways = Sign in with My Number Card and others
account-ways-lead = Ways to sign in for which another house vouches. You can have several.
account-ways-none = None yet.
account-ways-which = Way
account-ways-more = Add a way
account-ways-add = Add { $name }
account-ways-remove = Remove
account-ways-stale = To add one, sign in again. It is possible within an hour of signing in.
account-ways-leave = You are leaving this site
account-ways-leave-lead = Identify yourself on the pages of { $name }; then you come back here.
account-ways-go = Go to { $name }
account-ways-not = Do not go
account-ways-back = Back to settings
account-ways-last = This cannot be removed
account-ways-last-text = Without it you could not sign in any more. Set up another way first.
account-ways-taken = Used by another account
account-ways-taken-text = This { $name } leads into another account. Sign out and try to sign in with { $name }. If in doubt, call { $phone }.
account-ways-differs = It does not agree with the town's record
account-ways-differs-text = The name or the date of birth that { $name } gave is not that of this account. Check that it is yours. If in doubt, call { $phone }.
account-company-entry = Entry
account-company-prime = Prime
account-company-member = Member
account-company-number = Corporate number
account-provider-stale = Please start again
account-provider-stale-text = The answer of { $name } came too late or from another page and was not used. Nothing has changed.
account-provider-weaker = You are signed in, but less surely than needed
account-provider-weaker-text = { $name } did not say that it made sure who you are as strongly as the town asks for. You can fill in forms and keep drafts; what needs proof of identity cannot be sent like this. You can also come to the counter or call { $phone }.
account-provider-weaker-on = Go on
account-provider-given-up = You stopped
account-provider-given-up-text = You ended the identification with { $name }. Nothing has changed. You can sign in another way.
account-provider-down = This way cannot be used now
account-provider-down-text = { $name } does not answer. Nothing is lost on the town's side. Try again later, or sign in another way. If it is urgent, call { $phone }.
account-provider-wrong = You could not be identified
account-provider-wrong-text = The answer of { $name } was not right, so the sign-in was stopped. Please try again. If it happens again, call { $phone }.
account-provider-again = To the sign-in page
account-provider-apply = Find a procedure
account-arrival-waiting = We are checking who you are
account-arrival-waiting-text = An officer compares what we were told with the register, usually by the next working day. Meanwhile you can fill in forms. If it is urgent, get a code at the counter. Telephone { $phone }
account-arrival-refused = We could not find out who you are
account-arrival-refused-text = Show a document at the counter and you get a code that links your account. Telephone { $phone }
account-arrival-reason = From the town office:{" "}
account-act-account-identity-add = A way to sign in was added
account-act-account-identity-remove = A way to sign in was removed
account-act-account-arrival = Waiting to be identified
account-act-account-arrival-link = Identified and linked with the register
account-mail-way-subject = A new way to sign in was added
account-mail-way =
    { $name },

    a new way to sign in (such as the My Number Card) was added to your account at { $town }.
    You can see and remove it in the settings.

    If this was not you, call the town office at once: { $phone }
account-stronger = Identify yourself
account-stronger-lead = Identify yourself in one of these ways and you can send what you filled in.
account-stronger-code = A code that you got at the counter for a document will do, too.
account-stronger-counter = You can also show a document at the counter and finish there. Telephone { $phone }
account-stronger-back = Back to what you were writing
