package dev.weir.doctor.visit;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a server may speak above TCP. */
public enum Protocol {
    HTTP("HTTP", List.of("http", "ws"), Set.of(80, 81, 591, 3000, 5000, 8000, 8008, 8080, 8081, 8088, 8888, 9090)),
    HTTP2("HTTP/2", List.of("h2c", "grpc"), Set.of(50051)),
    HTTPS("HTTPS", List.of("https", "wss"), Set.of(443, 8443, 6443, 9443)),
    HTTP2_TLS("HTTP/2 over TLS", List.of("h2", "grpcs"), Set.of()),
    TLS("TLS", List.of("tls", "ldaps", "amqps", "ftps", "mqtts"), Set.of(636, 853, 5671, 8883)),
    SSH("SSH", List.of("ssh", "sftp"), Set.of(22)),
    SMTP("SMTP", List.of("smtp", "submission"), Set.of(25, 587, 2525)),
    SMTPS("SMTP over TLS", List.of("smtps"), Set.of(465)),
    POP3("POP3", List.of("pop3"), Set.of(110)),
    POP3S("POP3 over TLS", List.of("pop3s"), Set.of(995)),
    IMAP("IMAP", List.of("imap"), Set.of(143)),
    IMAPS("IMAP over TLS", List.of("imaps"), Set.of(993)),
    FTP("FTP", List.of("ftp"), Set.of(21)),
    POSTGRESQL("PostgreSQL", List.of("postgres", "postgresql", "jdbc:postgresql"), Set.of(5432)),
    MYSQL("MySQL", List.of("mysql", "mariadb", "jdbc:mysql", "jdbc:mariadb"), Set.of(3306)),
    REDIS("Redis", List.of("redis"), Set.of(6379)),
    REDISS("Redis over TLS", List.of("rediss"), Set.of(6380)),
    /** Only whether it can be connected to is asked. */
    ANY("any protocol", List.of("tcp"), Set.of());

    private static final Set<Integer> ASSIGNED =
            Set.of(21, 22, 25, 80, 110, 143, 443, 465, 587, 636, 853, 993, 995, 3306, 5432, 6379);

    private final String text;
    private final List<String> schemes;
    private final Set<Integer> ports;

    Protocol(String text, List<String> schemes, Set<Integer> ports) {
        this.text = text;
        this.schemes = schemes;
        this.ports = ports;
    }

    public String text() {
        return text;
    }

    /** TLS from the first byte. */
    public boolean isTls() {
        return switch (this) {
            case HTTPS, HTTP2_TLS, TLS, SMTPS, POP3S, IMAPS, REDISS -> true;
            case HTTP, HTTP2, SSH, SMTP, POP3, IMAP, FTP, POSTGRESQL, MYSQL, REDIS, ANY -> false;
        };
    }

    /** What is spoken inside TLS. */
    public Protocol inner() {
        return switch (this) {
            case HTTPS -> HTTP;
            case HTTP2_TLS -> HTTP2;
            case TLS -> ANY;
            case SMTPS -> SMTP;
            case POP3S -> POP3;
            case IMAPS -> IMAP;
            case REDISS -> REDIS;
            case HTTP, HTTP2, SSH, SMTP, POP3, IMAP, FTP, POSTGRESQL, MYSQL, REDIS, ANY -> this;
        };
    }

    /** The server begins. */
    public boolean serverSpeaksFirst() {
        return switch (this) {
            case SSH, SMTP, POP3, IMAP, FTP, MYSQL -> true;
            case HTTP, HTTP2, HTTPS, HTTP2_TLS, TLS, SMTPS, POP3S, IMAPS, POSTGRESQL, REDIS, REDISS, ANY -> false;
        };
    }

    public static Optional<Protocol> ofScheme(String scheme) {
        for (var protocol : values()) if (protocol.schemes.contains(scheme)) return Optional.of(protocol);
        return Optional.empty();
    }

    /** By the number of the port alone; {@link #ANY} where it says nothing. */
    public static Protocol ofPort(int port) {
        for (var protocol : values()) if (protocol.ports.contains(port)) return protocol;
        return ANY;
    }

    /** Nothing else is usually spoken at this port; at others of the list above many things are. */
    static boolean isAssigned(int port) {
        return ASSIGNED.contains(port);
    }

    /** The port that its scheme stands for; 0 if none. */
    public int usualPort() {
        return switch (this) {
            case HTTP -> 80;
            case HTTPS, HTTP2_TLS -> 443;
            case SSH -> 22;
            case SMTP -> 25;
            case SMTPS -> 465;
            case POP3 -> 110;
            case POP3S -> 995;
            case IMAP -> 143;
            case IMAPS -> 993;
            case FTP -> 21;
            case POSTGRESQL -> 5432;
            case MYSQL -> 3306;
            case REDIS -> 6379;
            case REDISS -> 6380;
            case HTTP2, TLS, ANY -> 0;
        };
    }
}
