// Which of our labels each intent of the public data sets is. Where two would be fair, the one that a desk would file
// the message under was taken, before any result was seen.

type Label = 'how_to' | 'account_status' | 'billing' | 'troubleshooting' | 'human_request';

const bitext: Readonly<Record<Label, string>> = {
	how_to: `create_account delete_account edit_account recover_password switch_account delivery_options review
		newsletter_subscription cancel_order change_order place_order change_shipping_address set_up_shipping_address`,
	account_status: 'delivery_period track_order',
	billing: `check_cancellation_fee check_invoice get_invoice check_payment_methods payment_issue check_refund_policy
		get_refund track_refund`,
	troubleshooting: 'registration_problems',
	human_request: 'contact_customer_service contact_human_agent complaint',
};

const banking77: Readonly<Record<Label, string>> = {
	how_to: `activate_my_card age_limit apple_pay_or_google_pay atm_support automatic_top_up card_acceptance cancel_transfer
		card_about_to_expire card_linking change_pin country_support disposable_card_limits edit_personal_details
		exchange_via_app fiat_currency_support get_disposable_virtual_card get_physical_card getting_spare_card
		getting_virtual_card order_physical_card passcode_forgotten receiving_money supported_cards_and_currencies
		terminate_account top_up_by_cash_or_cheque top_up_limits topping_up_by_card transfer_into_account verify_my_identity
		verify_source_of_funds verify_top_up visa_or_mastercard why_verify_identity`,
	account_status: `balance_not_updated_after_bank_transfer balance_not_updated_after_cheque_or_cash_deposit card_arrival
		card_delivery_estimate pending_card_payment pending_cash_withdrawal pending_top_up pending_transfer
		transfer_not_received_by_recipient transfer_timing`,
	billing: `Refund_not_showing_up card_payment_fee_charged card_payment_not_recognised card_payment_wrong_exchange_rate
		cash_withdrawal_charge cash_withdrawal_not_recognised direct_debit_payment_not_recognised exchange_charge
		exchange_rate extra_charge_on_statement request_refund reverted_card_payment? top_up_by_bank_transfer_charge
		top_up_by_card_charge transaction_charged_twice transfer_fee_charged wrong_amount_of_cash_received
		wrong_exchange_rate_for_cash_withdrawal`,
	troubleshooting: `beneficiary_not_allowed card_not_working card_swallowed compromised_card contactless_not_working
		declined_card_payment declined_cash_withdrawal declined_transfer failed_transfer lost_or_stolen_card
		lost_or_stolen_phone pin_blocked top_up_failed top_up_reverted unable_to_verify_identity virtual_card_not_working`,
	human_request: '',
};

export const BITEXT_LABELS = byIntent(bitext);
export const BANKING77_LABELS = byIntent(banking77);

function byIntent(table: Readonly<Record<Label, string>>): ReadonlyMap<string, string> {
	return new Map(
		Object.entries(table).flatMap(([label, intents]) =>
			intents
				.split(/\s+/)
				.filter(Boolean)
				.map((intent) => [intent, label] as const),
		),
	);
}
