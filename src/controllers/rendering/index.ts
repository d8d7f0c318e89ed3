export * from './controller-port';
export * from './controller-values';
export * from './gateway-tuning';
export * from './ip-family';
export * from './kong-ports';
export * from './kong-proxy';
export * from './load-balancer-address';
export { GatewayTuningOptions, TcpKeepalive } from './tuning-plan';
export { ControllerValuesFile } from './values-file';
