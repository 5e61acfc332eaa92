// What customers report, and what else they say, in English: our own sentences, as in english-requests.ts.

import type { Examples } from './example.ts';

export const englishReports: Examples = {
	troubleshooting: `
		the upload does not work
		I cannot sign in
		I cannot log in to my account any more
		the sign-up form gives me an error
		there is a problem with my registration
		I have difficulties proving my identity
		the check of my identity did not go through
		why was my top-up returned
		the money that I added was sent back
		my card payment was declined
		my card does not work in any shop
		why is my card broken
		I think someone knows my card details
		my wallet was stolen, please block my card
		why does Google Pay not work
		it did not go through
		the page does not load
		it says error when I save
		the sync is stuck
		my password is not accepted
		I get an error message when I click send
		the link does not open
		I did not get the confirmation e-mail
		the verification code never arrives
		my device is not recognised
		the import fails every time
		nothing happens when I press the button
		the app is very slow today
		the connection drops all the time
		I am unable to verify my identity
		my card is not working
		the machine kept my card
		my PIN is blocked
		contactless payment is not working
		my top-up failed
		the transfer was declined
		the cash machine declined my withdrawal
		the virtual card is rejected
		I was not able to complete the transfer
		I cannot add this person as a beneficiary
		my phone was stolen, how do I protect my account
		I lost my card
		somebody else is using my card
		my account has been hacked
		why is my account locked
		notifications do not arrive
		the printer cannot be found
		how do I fix this error
		it worked yesterday and now it does not`,
	bug: `
		I found a bug
		the app crashes when I open a file
		the program freezes as soon as I scroll
		I want to report a defect
		since the last update the screen stays black
		the total on the page is calculated wrongly
		the button is hidden behind the footer
		the date shows as invalid
		the export file is corrupt
		after the update everything is broken
		there is a typo on your settings page
		the app closes by itself
		the list shows every entry twice
		your website shows a blank page in Firefox
		a glitch makes the menu flicker
		the sort order is wrong in the report
		the API returns 500 for a valid request
		unexpected exception in the log
		steps to reproduce the fault
		the layout is broken on my tablet`,
	feature_request: `
		it would be great if folders had colours
		please add a dark mode
		could you add support for another language
		I wish I could schedule messages
		do you plan to support passkeys
		feature request: sort by size
		I have an idea for an improvement
		I would love to see a calendar view
		can you make the list sortable
		is there a roadmap for new functions
		it would help if the export had more columns
		I suggest a keyboard shortcut for this
		why is there no Linux version yet, please build one
		would it be possible to have an offline mode in future
		an undo button is missing
		please consider adding tags
		we need an integration with our chat tool
		a bulk edit would save us a lot of time
		my suggestion: let us pin conversations
		will there be an app for tablets one day`,
	human_request: `
		I want to talk to a person
		can I speak to a human
		connect me with an agent
		give me a real person please
		transfer me to your support team
		I need someone from customer service
		how can I contact customer support
		what is the phone number of customer service
		when can I reach your help line
		at what hours is customer assistance available
		I would like to call you
		can somebody ring me back
		let me chat with a live agent
		I do not want to talk to a bot
		I want to make a complaint
		where can I file a complaint about your company
		I want to speak to your manager
		please escalate this to a colleague
		is there anybody I can talk to
		how do I get in touch with you
		put me through to an operator
		contact a representative
		I need human help with this
		can an advisor call me`,
	smalltalk: `
		hello
		hi there
		hey
		good morning
		good evening
		how are you
		thanks
		thank you very much
		thanks, that helped
		great, that worked
		perfect
		ok
		okay, got it
		bye
		goodbye
		have a nice day
		who are you
		are you a robot
		what can you do
		what is your name
		nice to meet you
		you are great
		cool
		sorry
		yes please
		no thanks
		see you
		are you there
		test
		awesome`,
};
