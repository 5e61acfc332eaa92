// English, as far as a conversation says it; comes with its view.

export const enChat = {
	stop: 'Stop the answer',
	log: 'Messages',
	empty_thread: 'What would you like to know?',
	new_messages: 'New messages',
	to_end: 'Go to the latest message',
	sending: 'Sending…',
	searching: 'Searching the help articles…',
	answering: 'Writing the answer…',
	resuming: 'Connection lost. Picking the answer up again…',
	not_sent: 'Not sent.',
	tool_running: (name: string) => `Looking up: ${name}`,
	tool_complete: (name: string) => `Looked up: ${name}`,
	tool_failed: (name: string) => `Could not look up: ${name}`,
	copied: 'Copied',
	copy_code: 'Copy',
};
