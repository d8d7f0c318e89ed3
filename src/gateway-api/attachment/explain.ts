export function explainAttachment(_a: unknown, _o: unknown): any[] { return []; }
