cases-apply = Application
cases-begun = You have begun this application
cases-bring = What to have at hand
cases-for = Who it is for
cases-time = When
cases-length = How long
cases-pages = About { $n } pages. You can stop and go on later.
cases-answer-by = Our answer
cases-days = Within about { $days } working days; if you apply today, by { $due }.
cases-fee = Fee
cases-fee-none = None
cases-fee-each = { $yen } each
cases-fee-unknown = Being confirmed; we will tell you.
cases-unconfirmed = being confirmed
cases-begin = Begin
cases-without-account = You can apply without an account. If you stop, you get a code for going on later.
cases-need-account = Please sign in for this application. What the town knows is filled in for you.
cases-need-match = To send this, the town must know who you are. You can fill it in now; at the end we tell you how to finish.
cases-other-ways = You can also apply at the counter, by telephone or on paper: { $desk }, phone { $phone }.
cases-resume-link = Go on with a code
cases-draft-meta = Last saved { $at }. Kept until { $until }.
cases-prefilled = Filled in from the town's records.
cases-help = More about this question
cases-yen = yen
cases-row = No. { $n }
cases-row-more = Add another
cases-agree = I agree
cases-persons-typed = One name on each line.
cases-bank-bank = Bank
cases-bank-bank-hint = Its name or 4-digit code
cases-bank-branch = Branch
cases-bank-branch-hint = Its name or 3-digit code
cases-bank-account = Kind of account
cases-bank-kind-ordinary = Ordinary
cases-bank-kind-current = Current
cases-bank-kind-savings = Savings
cases-bank-number = Account number
cases-bank-number-hint = Up to 7 digits
cases-bank-holder = Account holder
cases-bank-holder-hint = In katakana as in the passbook
cases-file-limit = Up to { $megabytes } MB each, { $max } at most. We remove the place and other details stored in photos.
cases-file-keep = Attached files (untick to remove)
cases-file-see = View
cases-file-heic = We could not remove from this photo (HEIC) where it was taken. Please set your phone to "Most Compatible" and take it again, or attach a screenshot.
cases-file-broken = The file could not be opened. Please take it again or attach another one.
cases-file-active = This PDF contains a program and cannot be taken. Please attach a photograph of the printed pages.
cases-next-page = Continue
cases-stop = Stop here and go on later
cases-back = Back
cases-go-on = Go on
cases-progress = Progress
cases-step = Page { $at } of { $all }

cases-check-title = Check your answers
cases-check-lead = You can change anything. If all is right, press “Send” at the end.
cases-check-missing = Some questions are not answered yet
cases-check-fee = The fee will be { $fee }. You pay after the application is granted.
cases-not-answered = Not answered
cases-send = Send
cases-done = We have received your application
cases-done-title = Your reference number
cases-reference = Reference number
cases-reference-keep = Please give this number when you contact us.
cases-what-next = What happens next
cases-receipt = Receipt (PDF)
cases-see-case = See how it goes
cases-public-page = You can see how it goes on the page below at any time. Note its address or print this page.
cases-receipt-next-look = The desk checks your application.
cases-receipt-next-ask = If something is missing, we ask you in the way you chose.
cases-receipt-next-end = We tell you the decision.

cases-stop-title = Saved
cases-stop-lead = We keep it until { $until }.
cases-stop-account = You can go on from “My applications” on any device.
cases-stop-to-list = To my applications
cases-stop-browser = You can go on here as it is. For another device, or on a shared computer, take a code.
cases-stop-secret = Your secret (birth date, or 4 to 8 digits)
cases-stop-secret-hint = For example 1950-04-01, or 0427
cases-stop-secret-wrong = Please enter a birth date or 4 to 8 digits.
cases-stop-make = Get a code
cases-stop-done = Your code is ready
cases-code-title = Code for going on
cases-code = Code
cases-code-hint = 9 characters; hyphens may be left out.
cases-code-how = Open { $url } and enter this code and your secret. It can be used until { $until }. Do not tell it to others.
cases-resume-title = Go on with an application
cases-resume-lead = Enter the code that you got and your secret.
cases-resume-secret = Your secret
cases-resume-open = Open
cases-resume-wrong = The code or the secret is not right. Please check both.
cases-resume-closed = After several wrong attempts this code is closed. You can go on where you began, or call the town office.
cases-resume-account = Applications begun with an account are under “My applications”

cases-mine = My applications
cases-mine-none = No applications yet
cases-mine-none-next = Begin from the list of procedures.
cases-mine-drafts = Not sent yet
cases-mine-open = Under way
cases-mine-closed = Finished
cases-list-meta = { $reference } · sent { $at }
cases-how-far = Where it stands
cases-now = Now
cases-next = Next
cases-when = By when
cases-history = What has happened
cases-your-answers = Your answers
cases-decision = The town's answer
cases-ask-desk = Questions: { $desk }, phone { $phone }.
cases-call-correct = Something needs to be corrected
cases-correct = Correct it
cases-call-pay = Please pay the fee
cases-see-bill = See the bill
cases-call-paper = Your paper is ready
cases-see-paper = See the paper

cases-state-submitted = Received
cases-state-in-review = Being checked
cases-state-awaiting-correction = Waiting for your correction
cases-state-deciding = Being decided
cases-state-awaiting-payment = Waiting for payment
cases-state-issuing = Paper being made
cases-state-closed = Finished
cases-ending-granted = Granted
cases-ending-refused = Not granted
cases-ending-withdrawn = Withdrawn

cases-now-submitted = Your application has arrived.
cases-next-submitted = { $desk } checks it.
cases-when-submitted = We answer by about { $due }.
cases-now-in-review = { $desk } is checking it.
cases-next-in-review = If nothing is missing, it is put up for decision.
cases-when-in-review = We answer by about { $due }.
cases-now-awaiting-correction = We have told you what needs to be corrected.
cases-next-awaiting-correction = When the correction arrives, we go on.
cases-when-awaiting-correction = As soon as you can. The waiting time does not count towards our deadline.
cases-now-deciding = The office is deciding.
cases-next-deciding = We tell you the decision.
cases-when-deciding = We answer by about { $due }.
cases-now-awaiting-payment = Granted. We are waiting for the fee ({ $fee }).
cases-next-awaiting-payment = Once it is paid, the paper is made.
cases-when-awaiting-payment = Please pay at the counter when it suits you.
cases-now-issuing = The paper is being made.
cases-next-issuing = We tell you when it is ready.
cases-when-issuing = Soon.
cases-now-standstill-glyph = One of the characters on the paper cannot be printed yet. We never print another shape in its place, so making the paper has stopped.
cases-next-standstill-glyph = { $desk } is getting the character ready. There is nothing you need to do. We tell you when the paper is ready.
cases-when-standstill-glyph = We cannot say yet. If it is urgent, please ask { $desk } ({ $phone }).
cases-now-standstill = Making the paper has stopped.
cases-next-standstill = { $desk } is finding out why. There is nothing you need to do. We tell you when the paper is ready.
cases-when-standstill = We cannot say yet. If it is urgent, please ask { $desk } ({ $phone }).
cases-now-ending-granted = The matter is finished.
cases-next-ending-granted = If there is a paper, you can open it here.
cases-when-ending-granted = There is no deadline.
cases-now-ending-refused = It was not granted.
cases-next-ending-refused = The letter says why. Please ask { $desk } if anything is unclear.
cases-when-ending-refused = The letter says until when you can object.
cases-now-ending-withdrawn = The application was withdrawn.
cases-next-ending-withdrawn = You can apply again.
cases-when-ending-withdrawn = There is no deadline.

cases-event-submit = Received
cases-event-take = An officer is in charge
cases-event-ask-correction = We asked for a correction
cases-event-correct = The correction arrived
cases-event-propose = Put up for decision
cases-event-decide = Decided
cases-event-paid = The fee was paid
cases-event-close = The paper is ready
cases-event-withdraw = Withdrawn

cases-correct-title = What to correct
cases-correct-lead = Answer only these questions; everything else stays as it is.
cases-correct-said = From the desk
cases-correct-send = Send the correction
cases-withdraw = Withdraw this application
cases-withdraw-title = Withdraw the application?
cases-withdraw-lead = The matter ends then; this cannot be undone.
cases-withdraw-yes = Withdraw
cases-withdraw-no = Keep it
cases-feedback-send = Send
cases-feedback-thanks = Thank you for your answer

cases-tell-received-subject = We have received your application ({ $reference })
cases-tell-received-body =
    We have received your application “{ $procedure }”. Its number is { $reference }.

    We will answer by about { $due }.
cases-tell-correction-subject = Something needs to be corrected ({ $reference })
cases-tell-correction-body =
    Something needs to be corrected in your application “{ $procedure }”.

    { $list }

    Please correct it on the page below, or by telephone or at the counter.
cases-tell-correction-again-subject = We are waiting for your correction ({ $reference })
cases-tell-correction-again-body =
    Your application “{ $procedure }” is waiting for a correction.

    Please correct it on the page below, or call the town office.
cases-tell-fee-subject = Please pay the fee ({ $reference })
cases-tell-fee-body =
    Your application “{ $procedure }” is granted. The fee is { $fee }.

    Please pay at the counter; then the paper is made.
cases-tell-granted-subject = Your application is finished ({ $reference })
cases-tell-granted-body =
    Your application “{ $procedure }” is finished.

    { $decision }

    Please tell us on the page below whether it was convenient.
cases-tell-granted-paper-subject = Your paper is ready ({ $reference })
cases-tell-granted-paper-body =
    The paper of “{ $procedure }” is ready.

    { $decision }

    Open it on the page below.
cases-tell-refused-subject = The answer to your application ({ $reference })
cases-tell-refused-body =
    Your application “{ $procedure }” was not granted.

    { $decision }

    The letter says how you can object.
cases-tell-withdrawn-subject = Your application was withdrawn ({ $reference })
cases-tell-withdrawn-body =
    Your application “{ $procedure }” was withdrawn.

    If you did not do this, please call the town office.
cases-tell-draft-subject = You have an application that is not sent yet
cases-tell-draft-body =
    Your application “{ $procedure }” is not finished.

    We keep it until { $until }. You can go on or delete it on the page below. This is the only reminder.
    { $link }
cases-export-submitted = Handed in
cases-export-state = State
cases-export-applicant = Applicant
cases-export-corrections = What was to be corrected
cases-export-feedback = What you said afterwards
cases-export-touched = Last touched
cases-finish = Almost done
cases-finish-text = What you wrote is kept. To send it, the town must be surer who you are. Finish in one of these ways.
cases-finish-here = Identify yourself and send it
cases-finish-here-text = With a My Number Card, or a code from the counter, you come back here and send it.
cases-finish-here-do = Identify yourself
cases-finish-counter = Finish at the counter
cases-finish-counter-text = Bring the number to { $desk }. An officer opens what you wrote, checks a document and takes it in. You write nothing twice. Telephone { $phone }
cases-finish-counter-do = Get a number for the counter
cases-number = Number
cases-number-title = Bring this number to the counter
cases-number-lead = Show it at { $desk }. It waits until { $until }.
cases-number-bring = Bring a document that shows who you are, too (My Number Card, driving licence).
