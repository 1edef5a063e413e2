
# Invitations of the town

procedures-offer-invite-subject = { $procedure }: an invitation from the town
procedures-offer-invite-self = It looks as if “{ $procedure }” is meant for you, so the town writes to you first.
procedures-offer-invite-child = This is about { $child }: it looks as if “{ $procedure }” is meant for you, so the town writes to you first.
procedures-offer-remind-subject = { $procedure }: a reminder
procedures-offer-remind-self = We wrote to you about “{ $procedure }” and have not received your application yet.
procedures-offer-remind-child = We wrote to you about “{ $procedure }” for { $child } and have not received your application yet.
procedures-offer-how = What the town knows is filled in already. Please check it and add what is missing, by { $until }.
procedures-offer-why = We found you by the resident records. Whether you are entitled is checked after you apply. If you have applied already, please excuse this letter.
procedures-offer-care = The town never asks for a PIN, and never asks you to use a cash machine.
procedures-offer-export = Invitations of the town
procedures-offer-export-made = Selected on
procedures-offer-export-purpose = Why records were read
procedures-offer-export-state = What became of it
procedures-offer-export-ground = Why selected
procedures-offer-export-why = Why left out
procedures-offer-state-listed = will be invited
procedures-offer-state-left-out = not invited
procedures-offer-state-removed = not invited
procedures-offer-state-invited = invited
