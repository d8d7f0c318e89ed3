export * from './compare';
export * from './field-path';
export * from './kube-object';
export * from './managed-object';
export * from './quote';
export * from './suggest';
