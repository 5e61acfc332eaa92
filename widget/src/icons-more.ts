// The icons that are shown once there are answers, and in the lists.

export const outIcon =
	'M13.5 5H19v5.5M18.5 5.5 11 13M10 6H7.5A2.5 2.5 0 0 0 5 8.5v8A2.5 2.5 0 0 0 7.5 19h8a2.5 2.5 0 0 0 2.5-2.5V14';
export const plusIcon = 'M12 5.5v13m-6.5-6.5h13';
export const thumbIcon =
	'M8 10.5v8.5M8 10.5l3.7-6.3c1.5-.2 2.5.9 2.3 2.3l-.5 3.3h4.3c1.4 0 2.3 1.2 2 2.5l-1.2 5.2c-.2.9-1 1.5-1.9 1.5H8M8 10.5H4.5v8.5H8';
export const copyIcon =
	'M11 8.5h6a2.5 2.5 0 0 1 2.5 2.5v6a2.5 2.5 0 0 1-2.5 2.5h-6A2.5 2.5 0 0 1 8.5 17v-6A2.5 2.5 0 0 1 11 8.5ZM15.5 8.5V7A2.5 2.5 0 0 0 13 4.5H7A2.5 2.5 0 0 0 4.5 7v6A2.5 2.5 0 0 0 7 15.5h1.5';
export const trashIcon =
	'M4.5 7h15M9.5 7V5.2c0-.7.5-1.2 1.2-1.2h2.6c.7 0 1.2.5 1.2 1.2V7m-8 0 .8 11.2c.1 1 .9 1.8 2 1.8h5.4c1.1 0 1.9-.8 2-1.8L17.5 7';
export const ticketIcon =
	'M4 8.5A2 2 0 0 1 6 6.5h12a2 2 0 0 1 2 2v1.7a1.9 1.9 0 0 0 0 3.6v1.7a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-1.7a1.9 1.9 0 0 0 0-3.6ZM14 6.8v1.5m0 2.5v1.5m0 2.5v1.5';
