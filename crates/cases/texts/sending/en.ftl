cases-once-household-year = Your household has already applied this fiscal year
cases-once-household-ever = Your household has already applied
cases-once-applicant-year = This person has already applied this fiscal year
cases-once-applicant-ever = This person has already applied
cases-once-answer-year = The same application has already been received this fiscal year
cases-once-answer-ever = The same application has already been received
cases-once-number = Its reference number is { $reference } (received on { $day }).
cases-once-turn = If you need to apply again, or know nothing of it, please ask { $desk } (phone { $phone }). With a good reason another application can be taken.

cases-cosign-before = This application also needs a signature: { $who }. It counts from the day on which the last signature comes.
cases-cosign-needed = A signature is still needed: { $who }
cases-cosign-day = It counts from the day on which the last signature comes. You have not applied yet.
cases-cosign-go = Ask for the signature
cases-cosign-see = See how it stands
cases-cosign-title = Ask for a signature: { $who }
cases-cosign-lead = The other person ({ $who }) sees everything you have written, your address and phone number too, and agrees or declines. With their agreement the application is made on that day. If there is a reason not to show it to them, please talk to the desk.
cases-cosign-name = Name: { $who }
cases-cosign-name-missing = Please enter the name.
cases-cosign-email = Their e-mail address
cases-cosign-email-hint = If you enter it, the town sends them a request. Without it you can show the QR code or print it.
cases-cosign-secret = Secret (their date of birth, or 4 to 8 digits)
cases-cosign-secret-hint = They are asked for it when they open the page. If you choose digits, tell them yourself.
cases-cosign-ask = Make the request
cases-cosign-waiting = Waiting for the signature of { $name }
cases-cosign-how = Let { $name } scan the QR code below, or print this page for them. The secret is needed to open it. It is open until { $until }.
cases-cosign-how-mail = A request is sent to { $name } by e-mail. You can also let them scan the QR code below or print this page. The secret is needed to open it. It is open until { $until }.
cases-cosign-qr = QR code of the page for the signature
cases-cosign-address = Address of the page for the signature
cases-cosign-counter = To sign on paper
cases-cosign-counter-text = Both signatures are also taken at the desk ({ $desk }). Please bring this number.
cases-cosign-again = Ask again
cases-cosign-again-text = If the name or the secret was wrong, or to ask somebody else. The earlier page can no longer be opened.
cases-cosign-cancel = Take this request back
cases-cosign-back = Back to what you have written
cases-cosign-declined = { $name } did not agree
cases-cosign-declined-words = They left these words.
cases-cosign-declined-silent = They gave no reason.
cases-cosign-expired = { $name } did not answer in time. You can ask again.
cases-cosign-changed = Your answers have changed, so please ask for the signature again
cases-cosign-without = If you cannot get the signature
cases-cosign-without-lead = If there is a reason why you cannot get it, write it down and apply as it is. Only the officers in charge see the reason.
cases-cosign-reason = Why you cannot get the signature
cases-cosign-reason-hint = For example: I am a single parent. I cannot reach them.
cases-cosign-reason-missing = Please write the reason.
cases-cosign-words-long = Please use at most 500 characters.
cases-cosign-without-send = Apply without the signature

cases-sign-title = A request for your signature
cases-sign-lead = An application to { $town } needs your agreement. Please enter the secret that you were told.
cases-sign-secret = Secret
cases-sign-secret-hint = Your date of birth, or 4 to 8 digits.
cases-sign-open = See what it is
cases-sign-wrong = The secret is not right. Please check with the person who asked you.
cases-sign-closed = Too many wrong attempts: this page cannot be opened any more. Please let the person who asked you make the request again.
cases-sign-over = This page can no longer be used
cases-sign-over-text = It was answered, its contents have changed, or its time is over. Please check with the person who asked you.
cases-sign-heading = Application by { $name }
cases-sign-read = You are asked to agree to the following. Please read it carefully.
cases-sign-files = The attached files are part of the application.
cases-sign-agree = If you agree
cases-sign-agreed = I have read it and agree to this application.
cases-sign-agreed-missing = Please tick the box if you agree.
cases-sign-name = Your name
cases-sign-day = With your agreement the application is made today.
cases-sign-yes = Sign
cases-sign-decline = If you do not agree
cases-sign-words = What you want to say
cases-sign-words-hint = It is passed on as you write it. You may leave it empty.
cases-sign-no = Do not agree
cases-sign-done = Your signature has been received
cases-sign-done-day = All signatures are there: the application was made on { $day }.
cases-sign-declined = Your answer is passed on
cases-sign-declined-title = You did not agree
cases-sign-declined-text = The application has not been made. The person who asked you will be told.
cases-sign-stuck = This cannot be received now
cases-sign-stuck-text = Something in the application has to be looked at again. Please tell the person who asked you.

cases-tell-cosign-asked-subject = A request for your signature (application to { $town })
cases-tell-cosign-asked-body =
    Dear { $name },

    { $applicant } is applying to { $town } for "{ $procedure }", which needs your agreement.

    Please read it and answer on this page. { $applicant } will tell you the secret.
    { $link }

    The page is open until { $until }. If you know nothing of this, please delete this message.
cases-tell-cosign-again-subject = We are waiting for your signature (application to { $town })
cases-tell-cosign-again-body =
    Dear { $name },

    the application of { $applicant } for "{ $procedure }" is waiting for your answer.

    { $link }

    The page is open until { $until }. This is the only reminder.
cases-tell-cosign-declined-subject = An answer about the signature
cases-tell-cosign-declined-body =
    { $name } did not agree to your application "{ $procedure }". It has not been made yet.

    { $words }

    You can change it and ask again, or talk to the desk.
    { $link }
cases-tell-cosign-expired-subject = The signature did not come in time
cases-tell-cosign-expired-body =
    { $name } did not sign your application "{ $procedure }" in time. It has not been made yet.

    You can ask again, or talk to the desk.
    { $link }

cases-register-silent = The town's records cannot be reached right now. Please fill in what is empty yourself. We will check it as soon as they answer.
cases-register-since = The town's records are as of { $day }. Please correct what has changed. We will check it when newer records arrive.
cases-register-after = The town's records could not be checked right now. Your application has been received all the same. We will check them as soon as they answer, and contact you if something differs.
cases-mail-late = E-mails may arrive late. Your application has been received even if none arrives.
cases-stop-email = E-mail address for a reminder
cases-stop-email-hint = If the form is still unfinished after 3 days, we remind you once. You may leave this empty.
cases-stop-reminded = If the form is still unfinished after 3 days, we remind you once.
cases-forgotten = An unfinished form
cases-forgotten-lead = It is kept until { $until }. You can go on or delete it.
cases-forgotten-quiet = No reminder for this form
cases-forgotten-hushed = There will be no reminder for this form
cases-forgotten-delete = Delete the unfinished form
cases-forgotten-delete-text = What you have written is deleted. This cannot be undone.
cases-forgotten-delete-yes = Delete
cases-forgotten-deleted = The unfinished form was deleted
cases-forgotten-gone = This unfinished form is no longer there
cases-forgotten-gone-text = It was sent, deleted, or its time is over.
cases-own-link = See what you sent, or withdraw it
cases-own-title = Copy of your application
cases-own-lead = To make sure that it is you, please enter one thing that you wrote in the application.
cases-own-none = There is nothing in this application by which we could make sure that it is you. Please ask the desk.
cases-own-fact = Your date of birth, phone number or e-mail address
cases-own-fact-hint = As you wrote it. For example 1950-04-01 or 0247-72-0000
cases-own-open = See it
cases-own-wrong = This is not what was written in the application. Please check.
cases-withdraw-sure = I withdraw it, and I know that this cannot be undone.
cases-withdraw-sure-missing = Please tick the box if you want to withdraw it.
cases-cosign-signed = Signed by { $name } on { $day }.
