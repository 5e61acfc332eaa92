// Each private server starts, is spoken to in its own words, and is gone when it is stopped.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { launchBrowser } from '../support/browser.ts';
import { type PrivateServer, startMariadb, startPostgres, startRedis } from '../support/services.ts';

async function refuses(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
	} finally {
		socket.destroy();
	}
}

async function useAndStop(server: PrivateServer, use: (server: PrivateServer) => Promise<void>): Promise<void> {
	try {
		await use(server);
	} finally {
		await server.stop();
	}
	assert.ok(await refuses(server.port), 'still listening after stop');
}

describe('private servers', () => {
	test('MariaDB keeps a row of four-byte characters', async () => {
		await useAndStop(await startMariadb(), async ({ url }) => {
			const connection = await mysql.createConnection(url);
			await connection.query('CREATE TABLE words (word VARCHAR(20) NOT NULL)');
			await connection.query('INSERT INTO words VALUES (?)', ['bell 🔔']);
			const [rows] = await connection.query('SELECT word FROM words');
			await connection.end();
			assert.deepEqual(rows, [{ word: 'bell 🔔' }]);
		});
	});

	test('two MariaDB servers know nothing of each other', async () => {
		const [one, two] = await Promise.all([startMariadb(), startMariadb()]);
		try {
			assert.notEqual(one.port, two.port);
			const [first, second] = await Promise.all([mysql.createConnection(one.url), mysql.createConnection(two.url)]);
			await first.query('CREATE TABLE mine (id INT)');
			const [tables] = await second.query('SHOW TABLES');
			assert.deepEqual(tables, []);
			await Promise.all([first.end(), second.end()]);
		} finally {
			await Promise.all([one.stop(), two.stop()]);
		}
	});

	test('PostgreSQL keeps a row', async () => {
		await useAndStop(await startPostgres(), async ({ url }) => {
			const client = new pg.Client(url);
			await client.connect();
			await client.query('CREATE TABLE words (word TEXT NOT NULL)');
			await client.query('INSERT INTO words VALUES ($1)', ['bell 🔔']);
			const { rows } = await client.query('SELECT word FROM words');
			await client.end();
			assert.deepEqual(rows, [{ word: 'bell 🔔' }]);
		});
	});

	test('Redis answers', async () => {
		await useAndStop(await startRedis(), async ({ port }) => {
			const socket = connect(port, '127.0.0.1');
			socket.write('PING\r\n');
			const [answer] = await once(socket, 'data');
			socket.destroy();
			assert.equal(String(answer), '+PONG\r\n');
		});
	});
});

test('Chromium shows a page', async () => {
	const browser = await launchBrowser();
	try {
		const page = await browser.newPage();
		await page.setContent('<title>Bell</title><h1>Deskbell</h1>');
		assert.equal(await page.title(), 'Bell');
		assert.equal(await page.locator('h1').textContent(), 'Deskbell');
	} finally {
		await browser.close();
	}
});
