// The words that both sides speak. Types only: nothing here exists at run time, nothing is imported.

export type { AnsweredLabel, DegradedCode, IntentLabel, RefusedLabel } from './codes.ts';
export type { ExportEnd, ExportHeader, ExportLine, ExportRow } from './export.ts';
export type { ActionRan, CaseAction, CaseActionView, Evidence, Grounds } from './gateway.ts';
export type { FinishReason, StreamPart, SuggestedAction } from './parts.ts';
export type {
	CannotSendReason,
	CaseList,
	CaseListItem,
	CasePriority,
	CaseStatus,
	CaseView,
	CitationView,
	CommentAdded,
	CommentView,
	ConversationCreated,
	ConversationList,
	ConversationListItem,
	ConversationStatus,
	ConversationView,
	DegradedView,
	DisclosureAccepted,
	DisclosureStatus,
	ErrorBody,
	EscalationView,
	FeedbackSaved,
	FeedbackView,
	MessageStatus,
	MessageView,
	PersonErased,
	PushEvent,
	QuotaCounter,
	QuotaView,
	TicketReference,
	TurnView,
	ValidationIssue,
	VisitorToken,
} from './support-ai.ts';
export type { ApprovalView, ToolArgument, ToolCallStatus, ToolCallView } from './tools.ts';
export type {
	WebhookCase,
	WebhookComment,
	WebhookConversation,
	WebhookEvent,
	WebhookEventType,
	WebhookFeedback,
	WebhookMessage,
	WebhookPerson,
} from './webhooks.ts';
