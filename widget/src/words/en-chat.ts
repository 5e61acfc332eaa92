// English, as far as a conversation says it; comes with its view.

export const enChat = {
	stop: 'Stop the answer',
	log: 'Messages',
	empty_thread: 'What would you like to know?',
	new_messages: 'New messages',
	to_end: 'Go to the latest message',
	sending: 'Sending…',
	queued: 'There is no connection. Your message is sent when it is back.',
	searching: 'Searching the help articles…',
	answering: 'Writing the answer…',
	resuming: 'Connection lost. Picking the answer up again…',
	not_sent: 'Not sent.',
	copied: 'Copied',
	copy_code: 'Copy',
};
