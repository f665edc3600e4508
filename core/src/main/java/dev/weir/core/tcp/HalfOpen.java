package dev.weir.core.tcp;

/** SKELETON */
final class HalfOpen implements TcpEndpoint {}
