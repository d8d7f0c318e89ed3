export * from './compare';
export * from './field-path';
export * from './kube-object';
