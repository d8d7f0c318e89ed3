export * from './diagnostic';
export * from './diagnostics-error';
export * from './format';
export * from './provenance';
