/**
 * Fast Open (RFC 7413) apart from connections: {@link dev.weir.core.tcp.fastopen.CookieFunction} makes a server's cookies,
 * {@link dev.weir.core.tcp.fastopen.KeyedCookies} as Linux does, and {@link dev.weir.core.tcp.fastopen.CookieCache} keeps a
 * client's.
 */
package dev.weir.core.tcp.fastopen;
