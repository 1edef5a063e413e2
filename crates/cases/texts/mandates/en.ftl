
# Somebody who acts for me

cases-mandates = Acting for each other
cases-mandates-lead = Somebody you trust, such as family, can apply for you. You can end it at any time.
cases-mandates-given = Who acts for me
cases-mandates-held = For whom I act
cases-mandates-none = You have not asked anybody yet
cases-mandate-my = My page
cases-mandate-ask = Ask somebody to act for me
cases-mandate-ask-lead = We send them an e-mail. Once they agree, they can apply for you.
cases-mandate-name = Their name
cases-mandate-name-hint = For example: my daughter Sakura
cases-mandate-name-missing = Enter the name of whom you ask
cases-mandate-email = Their e-mail address
cases-mandate-email-hint = They must know your date of birth to agree, so a mail that goes astray opens nothing
cases-mandate-email-wrong = Check the e-mail address, for example sakura@example.jp
cases-mandate-scope = Procedures
cases-mandate-scope-question = What do you ask them to do?
cases-mandate-scope-missing = Choose the procedures
cases-mandate-all = All procedures
cases-mandate-until = Until
cases-mandate-until-question = Until when?
cases-mandate-until-hint = A day within three years. You can end it earlier
cases-mandate-until-wrong = Enter a day between today and three years from now
cases-mandate-open = Not fixed
cases-mandate-kind = How it was agreed
cases-mandate-kind-named = Asked on the screen
cases-mandate-kind-paper = By a letter of attorney at the counter
cases-mandate-kind-guardian = A guardian by law
cases-mandate-send = Send the request
cases-mandate-stop = Cancel
cases-mandate-too-many = Too many requests are waiting for an answer. Take one back first
cases-mandate-waiting = Waiting for an answer. Sent to { $email } (until { $until }).
cases-mandate-take-back = Take it back
cases-mandate-end = End it now
cases-mandate-leave = Stop acting for them
cases-mandate-by-law = This is by law and cannot be ended on the screen. Please talk to the office.
cases-mandate-for = For { $name }
cases-mandate-apply = Find a procedure
cases-mandate-match = First the town must know who you are. You get a code for that at the counter.
cases-mandate-to-link = Enter the code from the counter
cases-mandate-old = This link cannot be used
cases-mandate-old-text = It was agreed to already, fourteen days have passed, or it was taken back. Ask whoever sent it to send it again.
cases-mandate-agree-title = Will you act for { $name }?
cases-mandate-agree-lead = You can then apply for them. They see everything that you do for them.
cases-mandate-birth = Date of birth of who asks you
cases-mandate-birth-hint = This makes sure that you know them
cases-mandate-birth-missing = Enter the date of birth
cases-mandate-birth-wrong = The date of birth is not right. After five wrong answers the link stops working
cases-mandate-agree = I will act for them
cases-mandate-begun-subject = Somebody acts for you now
cases-mandate-begun =
    { $agent } can now apply for { $principal }.
    Procedures: { $scope }
    { $until }

    If you do not know of this, end it at once under “Acting for each other” on My page, or call the town office.
cases-mandate-ended-subject = Acting for somebody has ended
cases-mandate-ended =
    { $agent } does not apply for { $principal } any more.
cases-mandate-mail-subject = You are asked to apply for somebody
cases-mandate-mail =
    Dear { $name },

    { $principal } asks you to deal with the town office of { $town } for them.
    Procedures: { $scope }
    Until: { $until }

    To agree, open this link within fourteen days, sign in, and enter their date of birth.
    { $link }

    If you do not know of this, ignore this mail. Nothing will begin.
cases-mandate-acting = You are writing for { $name }. Papers and messages go to { $name }.
cases-mandate-acted = { $agent } applied for { $principal }.
cases-for-whom = Whose matter is it?
cases-for-myself = My own
cases-mandate-from-afar = If somebody asked you to act for them, no match is needed: open the link in the mail they had sent to you. You may live outside the town.
cases-mandates-none-held = You act for nobody at present
cases-mandate-own = Your name
cases-mandate-own-hint = Family name, a space, given name
cases-mandate-own-missing = Enter your family name and given name with a space between them
cases-finish-far = If you live far away, you can also write the number on a sheet and post it with a copy of your proof of identity.
