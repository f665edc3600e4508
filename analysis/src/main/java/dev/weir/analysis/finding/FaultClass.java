package dev.weir.analysis.finding;

/** Faults that a script would treat alike: each has the exit code of {@code weir doctor}, which never changes. */
public enum FaultClass {
    /** A name has no address, or only late. */
    NAME(10),
    /** No way there from this host. */
    ROUTE(11),
    /** Somebody said no at once. */
    REFUSED(12),
    /** Nobody answers. */
    SILENT(13),
    /** The connection came to be and was cut. */
    CUT(14),
    /** The path treats some packets differently: size, options, flags. */
    PATH(15),
    /** It works, slowly. */
    SLOW(16),
    TLS(17),
    /** The two sides speak different protocols. */
    PROTOCOL(18),
    /** The service answers with a failure, or not at all. */
    SERVICE(19),
    /** This machine is out of something: ports, queues, tables. */
    LOCAL(20),
    /** How it was recorded; never a fault of a connection. */
    ARTEFACT(0);

    private final int exitCode;

    FaultClass(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
