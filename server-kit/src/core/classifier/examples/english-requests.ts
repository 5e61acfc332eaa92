// What customers ask for, in English: our own sentences, from which the intent model is built at start.

import type { Examples } from './example.ts';

export const englishRequests: Examples = {
	how_to: `
		how do I share a folder with a colleague
		how can I change my e-mail address
		where do I find the export button
		how do I set up two-step sign-in
		what are the steps to install the desktop app
		can I move a file to another folder
		is it possible to invite guests
		I want to create a new account, how does that work
		how do I delete my account
		I would like to close my account
		help me set up my profile
		I need to edit my personal details
		I forgot my password, how do I reset it
		I lost my access key and want a new one
		how do I place an order
		I want to buy two of these
		I would like to order a second one
		I want to cancel my order
		can you help me cancel a purchase that I made
		I need to change something in my order
		remove an item from my order
		add a delivery address
		I moved house and need to correct the shipping address
		subscribe to the newsletter
		take me off the mailing list
		how do I activate my new card
		can I set up automatic top-up
		how do I top up my account
		what do I need to verify my identity
		which documents do you need for the identity check
		how do I change my PIN
		where can I use this card
		which currencies are supported
		in which countries do you deliver
		which delivery options do you have
		can I get a second card for my son
		how do I get a virtual card
		I want to switch to the premium account
		how do I upgrade to another user level
		how do I connect the calendar
		explain how the filters work
		what does this button do
		show me how to import contacts
		could you tell me how to leave a review
		where can I give feedback on a product
		can I use the app on two devices
		how do I transfer money to a friend
		how do I link a card to the app
		what is the difference between the two roles
		my card is about to expire, how do I get a new one
		can I order a replacement card
		how many cards may I have
		is there a maximum amount that I can transfer
		what is the limit for a one-time card
		can I undo a transfer to the wrong account
		I want to cancel a transfer that I made by mistake
		where does this money come from
		can I pay anywhere with it
		do you offer Visa or Mastercard
		which cash machines can I use
		how can I receive my salary
		I forgot my passcode
		where do I see my PIN
		why do you need to know who I am
		how do I use Apple Pay
		I need help to submit a review
		assistance with leaving an opinion about a service
		I need help creating an account
		I need assistance to place an order
		I cannot afford it any more, please cancel my purchase
		how old must I be to open an account`,
	account_status: `
		what is the status of my order
		where is my parcel
		when will my package arrive
		track my shipment
		how long does delivery take
		has my order been shipped yet
		my card has not arrived yet
		when do I get my new card
		I am still waiting for my delivery
		how much storage do I have left
		which plan am I on
		how many seats are in use
		is my account active
		what is my current balance
		why is my balance not updated
		the money I deposited is not in my account yet
		my transfer is still pending
		how long until a transfer arrives
		my friend has not received the money I sent
		is my payment still pending
		my top-up is still pending
		the withdrawal shows as pending
		when was I last signed in
		has my request been handled
		what is happening with my ticket
		when does my trial end
		when does my card expire
		am I verified already
		is my e-mail address confirmed
		how many messages have I used this month
		check the ETA of my purchase
		when can I expect my item
		did you receive my documents
		show me the usage of my account
		what limits apply to my account`,
	billing: `
		I need a copy of my invoice
		where can I download my bills
		show me the bill of last month
		why was I charged twice
		there is an extra fee on my statement
		you charged me too much
		I do not recognise this payment
		there is a direct debit that I did not make
		what does the team plan cost
		how much is the yearly subscription
		which payment methods do you accept
		can I pay with PayPal or by bank transfer
		I want my money back
		how do I get a refund
		when will I get my refund
		the refund is not showing on my account
		check the status of my reimbursement
		what is your refund policy
		in which cases can I get money back
		my card was declined when I paid
		the payment failed at checkout
		I have a problem with an online payment
		what is the fee for cancelling early
		is there a cancellation fee
		do you charge for cash withdrawals
		what are the fees for a transfer
		why did I pay a fee for using my card abroad
		the exchange rate of my payment was wrong
		which exchange rate do you use
		cancel my subscription
		change the payment card on file
		add our VAT number to the invoice
		I was only given part of the cash that I asked for
		there is a withdrawal on my account that I did not make
		somebody took money out of my account
		I need information about the accepted payment options
		I am waiting for a refund, is there any news
		help me check the status of my refund
		I need help to get my money back
		why did the card payment come back
		take a look at bill number 4711
		help me find my invoices
		can I get a receipt for my purchase
		is there a discount for students
		the same transaction appears twice
		I got the wrong amount of cash
		send the invoices to our accountant
		how do I pay an overdue invoice
		the price is different from your website
		will I be billed again next year`,
};
