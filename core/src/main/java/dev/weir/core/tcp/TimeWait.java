package dev.weir.core.tcp;

/** SKELETON */
final class TimeWait implements TcpEndpoint {}
