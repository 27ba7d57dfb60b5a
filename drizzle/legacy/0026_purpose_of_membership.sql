-- A challenge of another kind: its holder has shown who they are, and is a member nowhere. It leads to an invitation.
ALTER TABLE "account_tokens" DROP CONSTRAINT "account_tokens_purpose_check";--> statement-breakpoint
ALTER TABLE "account_tokens" ADD CONSTRAINT "account_tokens_purpose_check" CHECK ("account_tokens"."purpose" in ('verify_email', 'change_email', 'reset_password', 'sign_up', 'sign_in', 'membership'));
