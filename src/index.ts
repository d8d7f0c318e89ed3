export { Diagnostic, Severity } from './diagnostics/diagnostic';
export { ObjectRef } from './objects/kube-object';
