
# Invitations of the town

cases-invite = An invitation from the town
cases-invite-until = You can apply here until { $until }. What the town knows is filled in already.
cases-invite-birth = Date of birth of the person the letter is addressed to
cases-invite-birth-hint = To make sure it is you. It is not in the letter.
cases-invite-birth-missing = Please enter year, month and day of birth
cases-invite-birth-wrong = The date of birth is not the one in the town’s records. After five wrong dates this address is closed
cases-invite-own = This invitation is for you. Please go on.
cases-invite-open = Open the form
cases-invite-see = See how far it is
cases-invite-answered = This application has been received
cases-invite-answered-text = You need not send it again.
cases-invite-officer = The office is entering your reply on paper
cases-invite-officer-text = Your sheet has arrived. You need not apply here.
cases-invite-over = The time of this invitation is over
cases-invite-over-text = It may still be possible. Please call the desk.
cases-invite-closed = It cannot be opened here
cases-invite-closed-text = Please use the enclosed form, the telephone or the counter.
cases-invite-ask = If in doubt, ask { $desk } (telephone { $phone }).
cases-invite-ask-title = If the town has written to you
cases-invite-ask-lead = If you cannot read the code in the letter, enter the number of the invitation.
cases-invite-number = Number of the invitation
cases-invite-number-hint = Nine signs, for example 7K3-F92-QXM
cases-invite-number-wrong = Please check the number of the invitation; it has nine signs
cases-invite-both-wrong = Number and date of birth do not belong together. Please check the letter
cases-invite-none = Without a letter you can apply as well, under “Find a procedure”.
