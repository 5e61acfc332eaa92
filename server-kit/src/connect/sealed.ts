// Secrets that we must be able to read again, sealed for the database: whoever has a copy of it alone has none of them.

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Sealer } from '../core/ports.ts';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Stands before what is sealed: another way of sealing would be another word. */
const VERSION = 'v1';

/** One tenant's is nothing in another's hands: the tenant is part of what the seal proves. */
export function createSealer(secret: string): Sealer {
	const key = Buffer.from(hkdfSync('sha256', secret, '', 'deskbell sealed secrets', 32));
	return {
		seal(tenantId, text) {
			const iv = randomBytes(IV_BYTES);
			const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(tenantId));
			const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
			return `${VERSION}.${sealed.toString('base64url')}`;
		},
		open(tenantId, sealed) {
			try {
				const [version, content = ''] = sealed.split('.');
				if (version !== VERSION) return null;
				const bytes = Buffer.from(content, 'base64url');
				const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
				decipher.setAAD(Buffer.from(tenantId)).setAuthTag(bytes.subarray(-TAG_BYTES));
				return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
			} catch {
				return null;
			}
		},
	};
}
