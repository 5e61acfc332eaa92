// Spans by the conventions for generative AI: their tree, their attributes, the trace that comes in and goes on.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
	BasicTracerProvider,
	InMemorySpanExporter,
	type ReadableSpan,
	SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { paced, wholeAnswer } from '../../../test/upstream/frames.ts';
import { startUpstream } from '../../../test/upstream/server.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const traceparent = `00-${TRACE}-${PARENT}-01`;

function recorded() {
	const exporter = new InMemorySpanExporter();
	const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
	const named = (name: string) => exporter.getFinishedSpans().find((span) => span.name === name) as ReadableSpan;
	return { tracer: provider.getTracer('deskbell'), spans: () => exporter.getFinishedSpans(), named };
}

const ask = { content: 'Where is the marmalade?' };

describe('spans', () => {
	test('one answer is a tree: the request’s trace, the answer, its search, its call of the model', async (t) => {
		const { tracer, spans, named } = recorded();
		const desk = await startKit({ tracing: { tracer }, prices: { scripted: { input: 1, output: 2 } } });
		t.after(desk.close);
		const ada = await desk.ready('ada');
		await ada.stream(`${ada.path}/messages`, ask, { traceparent, tracestate: 'shop=1' });
		const answer = named('invoke_agent deskbell');
		const [search, call] = [named('retrieval knowledge'), named('chat scripted')];
		assert.equal(spans().length, 3);
		assert.deepEqual([answer.spanContext().traceId, answer.parentSpanContext?.spanId], [TRACE, PARENT]);
		assert.equal(answer.spanContext().traceState?.get('shop'), '1');
		for (const child of [search, call]) assert.equal(child.parentSpanContext?.spanId, answer.spanContext().spanId);
		assert.equal(answer.attributes['gen_ai.operation.name'], 'invoke_agent');
		assert.equal(answer.attributes['gen_ai.conversation.id'], String(ada.conversationId));
		assert.equal(answer.attributes['deskbell.outcome'], 'complete');
		assert.equal(call.attributes['gen_ai.operation.name'], 'chat');
		assert.equal(call.attributes['gen_ai.request.model'], 'scripted');
		assert.equal(call.attributes['gen_ai.usage.input_tokens'], 10);
		assert.deepEqual(call.attributes['gen_ai.response.finish_reasons'], ['stop']);
		assert.ok(Number(call.attributes['gen_ai.response.time_to_first_chunk']) >= 0);
		assert.equal(call.kind, SpanKind.INTERNAL);
	});

	test('a tool is a span of its own; one that the model made up is known by no name', async (t) => {
		const { tracer, named } = recorded();
		const call = (id: string, name: string, given: object) =>
			`data: ${JSON.stringify({ choices: [{ delta: { tool_calls: [{ index: Number(id), id, type: 'function', function: { name, arguments: JSON.stringify(given) } }] } }] })}\n\n`;
		const upstream = await startUpstream({ otherwise: { pieces: wholeAnswer('Yes.') } });
		t.after(() => upstream.close());
		const finish = `data: ${JSON.stringify({ choices: [{ delta: {}, finish_reason: 'tool_calls' }] })}\n\ndata: [DONE]\n\n`;
		upstream.script({
			pieces: [call('0', 'search_knowledge', { query: 'jar' }), call('1', 'marmalade', {}), finish],
		});
		const desk = await startKit({
			model: { baseURL: upstream.url, apiKey: 'none', model: 'm' },
			tracing: { tracer },
			metrics: true,
		});
		t.after(desk.close);
		const ada = await desk.ready('ada');
		await ada.stream(`${ada.path}/messages`, ask);
		assert.equal(named('execute_tool search_knowledge').attributes['gen_ai.tool.call.id'], '0');
		assert.equal(named('execute_tool unknown').attributes['error.type'], 'tool_failed');
		const { body } = await desk.kit.metrics();
		assert.match(body, /^deskbell_tool_calls_total\{outcome="done"\} 1$/m);
		assert.match(body, /^deskbell_tool_calls_total\{outcome="failed"\} 1$/m);
	});

	test('nothing that anybody wrote stands in a span, unless the host asks for it; then it is masked', async (t) => {
		for (const content of [false, true]) {
			const { tracer, spans, named } = recorded();
			const desk = await startKit({ tracing: { tracer, content } });
			t.after(desk.close);
			const ada = await desk.ready('ada');
			desk.model.says('It is in the marmalade jar.');
			await ada.stream(`${ada.path}/messages`, { content: 'Where is the marmalade? I am ada@example.com' });
			const said = JSON.stringify(spans().map(({ name, attributes, events }) => ({ name, attributes, events })));
			assert.doesNotMatch(said, /ada@example\.com/);
			assert.equal(/marmalade/.test(said), content);
			if (!content) continue;
			const heard = JSON.parse(String(named('chat scripted').attributes['gen_ai.output.messages']));
			assert.deepEqual(heard, [
				{ role: 'assistant', parts: [{ type: 'text', content: 'It is in the marmalade jar.' }] },
			]);
		}
	});

	test('an answer that fails says so by its code, and the words of the fault stay behind', async (t) => {
		const { tracer, named } = recorded();
		const desk = await startKit({ tracing: { tracer } });
		t.after(desk.close);
		const ada = await desk.ready('ada');
		desk.model.says(async function* () {
			yield [{ type: 'text', text: 'Half' }];
			throw new Error('marmalade');
		});
		await ada.stream(`${ada.path}/messages`, ask);
		const [answer, call] = [named('invoke_agent deskbell'), named('chat scripted')];
		assert.deepEqual([answer.status.code, call.status.code], [SpanStatusCode.ERROR, SpanStatusCode.ERROR]);
		assert.equal(answer.attributes['error.type'], 'vendor_outage');
		assert.equal(call.attributes['error.type'], 'Error');
		assert.doesNotMatch(JSON.stringify([answer.attributes, call.attributes, answer.status, call.status]), /marmalade/);
	});

	test('a traceparent that is none begins a trace of its own', async (t) => {
		const { tracer, spans } = recorded();
		const desk = await startKit({ tracing: { tracer } });
		t.after(desk.close);
		const ada = await desk.ready('ada');
		const zeros = `00-${'0'.repeat(32)}-${PARENT}-01`;
		for (const wrong of ['', 'x', zeros, `ff-${TRACE}-${PARENT}-01`, traceparent.toUpperCase(), `${traceparent}x`]) {
			await ada.stream(`${ada.path}/messages`, ask, { traceparent: wrong });
			const answer = spans().findLast(({ name }) => name === 'invoke_agent deskbell');
			assert.notEqual(answer?.spanContext().traceId, TRACE, wrong);
			assert.equal(answer?.parentSpanContext, undefined, wrong);
		}
	});

	test('two answers at once keep apart', async (t) => {
		const { tracer, spans } = recorded();
		const desk = await startKit({ tracing: { tracer } });
		t.after(desk.close);
		const people = await Promise.all(['ada', 'ben', 'cyd'].map((name) => desk.ready(name)));
		await Promise.all(people.map((person) => person.stream(`${person.path}/messages`, ask)));
		const answers = spans().filter(({ name }) => name === 'invoke_agent deskbell');
		const calls = spans().filter(({ name }) => name === 'chat scripted');
		const ids = answers.map((span) => span.spanContext().spanId).sort();
		assert.deepEqual(calls.map((span) => span.parentSpanContext?.spanId).sort(), ids);
		assert.equal(new Set(ids).size, 3);
	});

	test('a tracer that throws costs nobody an answer', async (t) => {
		const broken = {
			startSpan() {
				throw new Error('broken');
			},
		};
		const desk = await startKit({ tracing: { tracer: broken } });
		t.after(desk.close);
		const ada = await desk.ready('ada');
		const { parts } = await ada.stream(`${ada.path}/messages`, ask);
		assert.equal(parts.at(-1)?.type, 'finish');
	});
});

test('the request to the model’s server carries the trace on, as a child of the call', async (t) => {
	const upstream = await startUpstream({ otherwise: { pieces: paced(wholeAnswer('Yes', '.'), 1) } });
	t.after(() => upstream.close());
	const { tracer, named } = recorded();
	const model = { baseURL: upstream.url, apiKey: 'none', model: 'm' };
	const traced = await startKit({ model, tracing: { tracer } });
	const plain = await startKit({ model });
	t.after(traced.close);
	t.after(plain.close);
	for (const desk of [traced, plain]) {
		const ada = await desk.ready('ada');
		await ada.stream(`${ada.path}/messages`, ask, { traceparent });
	}
	const call = named('chat m');
	assert.equal(call.kind, SpanKind.CLIENT);
	const [first, second] = upstream.requests.map(({ headers }) => headers.traceparent);
	assert.equal(first, `00-${TRACE}-${call.spanContext().spanId}-01`);
	assert.equal(second, undefined, 'nothing is sent where nobody traces');
});
