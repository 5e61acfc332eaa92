// Keys and tokens of well-known providers, written from the formats that their vendors publish.

/** A secret within one unbroken run of characters: a prefix that everybody knows, then the body that nobody may. */
export interface SecretFormat {
	name: string;
	/** Source of a regular expression; empty where the format has no prefix of its own. */
	prefix: string;
	/** Source of a regular expression: the least that makes it a secret. */
	body: string;
}

const ANY = '[A-Za-z0-9_-]';
const ALNUM = '[A-Za-z0-9]';
export const HEX = '[0-9a-fA-F]';

/** Of formats whose bodies are always of one length: more would be something else. */
const EXACTLY = '(?![A-Za-z0-9])';

const format = (name: string, prefix: string, body: string): SecretFormat => ({ name, prefix, body });

export const SECRET_FORMATS: readonly SecretFormat[] = [
	// Language models
	format('anthropic-key', 'sk-ant-', `${ANY}{32,}`),
	format('openai-key', 'sk-(?!ant-)(?:proj-|svcacct-|admin-|or-v1-)?', `${ANY}{16,}`),
	format('groq-key', 'gsk_', `${ALNUM}{52}${EXACTLY}`),
	format('hugging-face-token', 'hf_', `${ALNUM}{34}${EXACTLY}`),
	format('perplexity-key', 'pplx-', `${ALNUM}{32,}`),
	format('replicate-token', 'r8_', `${ALNUM}{32,}`),
	format('xai-key', 'xai-', `${ALNUM}{40,}`),
	// Clouds
	format('aws-access-key', '(?:AKIA|ASIA|ABIA|ACCA)', '[0-9A-Z]{16}'),
	format('google-key', 'AIza', `${ANY}{35}`),
	format('google-oauth-token', 'ya29\\.', `${ANY}{20,}`),
	format('google-oauth-secret', 'GOCSPX-', `${ANY}{20,}`),
	format('azure-client-secret', '', '(?<![\\w~.])[\\w~.]{3}\\dQ~[\\w~.-]{31,34}'),
	format('alibaba-key', 'LTAI', `${ALNUM}{12,}`),
	format('tencent-key', 'AKID', `${ALNUM}{32,}`),
	format('digitalocean-token', 'do[opr]_v1_', `${HEX}{40,}`),
	format('cloudflare-token', 'cf(?:at|ut|k)_', `${ALNUM}{48}${EXACTLY}`),
	format('heroku-key', 'HRKU-', `${ANY}{30,}`),
	format('fly-token', 'fm[12][ar]?_', '[A-Za-z0-9+/=_-]{40,}'),
	format('vercel-token', 'vc[ickpra]_', `${ALNUM}{24,}`),
	format('netlify-token', 'nf[pcoub]_', `${ALNUM}{36,}`),
	format('supabase-key', 'sb(?:p_|_secret_)', `${ANY}{20,}`),
	format('planetscale-token', 'pscale_(?:tkn|pw|oauth)_', '[\\w.=-]{30,}'),
	format('databricks-token', 'dapi', `${HEX}{32}${EXACTLY}`),
	format('tailscale-key', 'tskey-[a-z]{2,12}-', `${ALNUM}{8,}(?:-${ALNUM}{8,})?`),
	// Code and delivery
	format('github-token', 'gh[pousr]_', `${ANY}{20,}`),
	format('github-fine-grained-token', 'github_pat_', `${ANY}{20,}`),
	format('gitlab-token', 'gl(?:pat|oas|dt|rt|ptt|ft|imt|agent|soat|cbt)-', `${ANY}{16,}`),
	format('atlassian-token', 'AT(?:ATT|CTT)3', '[\\w=-]{40,}'),
	format('npm-token', 'npm_', `${ALNUM}{36}`),
	format('pypi-token', 'pypi-AgE', `${ANY}{40,}`),
	format('rubygems-key', 'rubygems_', `${HEX}{48}`),
	format('docker-token', 'dckr_(?:pat|oat)_', `${ANY}{20,}`),
	format('vault-token', 'hv[bsr]\\.', `${ANY}{20,}`),
	format('terraform-token', '', `\\b${ALNUM}{14}\\.atlasv1\\.${ANY}{40,}`),
	format('pulumi-token', 'pul-', `${HEX}{40}`),
	format('doppler-token', 'dp\\.(?:pt|st|sa|ct|scim|audit)\\.', '[\\w.-]{30,}'),
	format('age-key', 'AGE-SECRET-KEY-1', '[0-9A-Z]{40,}'),
	format('one-password-token', 'ops_eyJ', `${ANY}{40,}`),
	// Payment and trade
	format('stripe-key', '[sr]k_(?:live|test)_', `${ALNUM}{24,}`),
	format('webhook-secret', 'whsec_', '[A-Za-z0-9+/=]{16,}'),
	format('square-token', 'sq0(?:atp|csp|idp)-', `${ANY}{20,}`),
	format('braintree-token', 'access_token\\$(?:production|sandbox)\\$', '[0-9a-z$]{32,}'),
	format('shopify-token', 'shp(?:at|ca|pa|ss)_', `${ALNUM}{20,}`),
	format('shippo-token', 'shippo_(?:live|test)_', `${HEX}{40}`),
	format('easypost-key', 'EZ[AT]K', `${ALNUM}{50,}`),
	// Messages and mail
	format('slack-token', 'xox[abeoprs]-', `${ANY}{10,}`),
	format('slack-app-token', 'xapp-\\d-', `${ANY}{20,}`),
	format('slack-webhook', 'hooks\\.slack\\.com/(?:services|workflows|triggers)/', '[A-Za-z0-9/_-]{16,}'),
	format('discord-token', '', `\\b[MNO][\\w-]{23,25}\\.[\\w-]{6}\\.[\\w-]{27,40}`),
	format('discord-webhook', 'discord(?:app)?\\.com/api/webhooks/', '\\d{15,20}/[\\w-]{20,}'),
	format('telegram-token', '', '\\b\\d{8,10}:AA[\\w-]{33}'),
	format('twilio-key', 'SK', `${HEX}{32}\\b`),
	format('sendgrid-key', 'SG\\.', `${ANY}{16,32}\\.${ANY}{16,64}`),
	format('mailgun-key', 'key-', `${HEX}{32}\\b`),
	format('mailchimp-key', '', `\\b${HEX}{32}-us\\d{1,2}\\b`),
	format('brevo-key', 'xkeysib-', `${HEX}{32,}${ANY}*`),
	// Work
	format('airtable-token', 'pat(?=[A-Za-z0-9]{14}\\.)', `${ALNUM}{14}\\.${HEX}{40,}`),
	format('figma-token', 'fig[dou]r?_', `${ANY}{30,}`),
	format('linear-key', 'lin_(?:api|oauth)_', `${ALNUM}{30,}`),
	format('notion-token', '(?:ntn_|secret_)', `(?:(?<=ntn_)\\d{11}${ALNUM}{35}|(?<=secret_)${ALNUM}{43})${EXACTLY}`),
	format('postman-key', 'PMAK-', `${HEX}{24}-${HEX}{34}`),
	format('contentful-token', 'CFPAT-', `${ANY}{40,}`),
	// Watching
	format('grafana-token', 'gl(?:c_|sa_)', '[\\w+/=-]{30,}'),
	format('new-relic-key', 'NR(?:AK|JS|II|RA)-', `${ALNUM}{19,}`),
	format('sentry-token', 'sntry[us]_', '[\\w+/=-]{30,}'),
	format('dynatrace-token', 'dt0[a-z]\\d\\d\\.', '[A-Z0-9]{24}\\.[A-Z0-9]{32,}'),
	// Wherever they come from
	format('jwt', 'eyJ', `${ANY}{8,}\\.${ANY}{8,}\\.${ANY}*`),
	format('ethereum-key', '0x', `${HEX}{64}\\b`),
];
