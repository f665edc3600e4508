package dev.weir.analysis.finding;

/** Where the cause lies. "Before" and "after" are seen from the client: the way a request takes. */
public enum Culprit {
    CLIENT_APPLICATION("client application"),
    CLIENT_HOST("client host"),
    /** Between the client and the point of capture. */
    NETWORK_BEFORE("network between client and capture point"),
    /** Between the point of capture and the server. */
    NETWORK_AFTER("network between capture point and server"),
    /** Somewhere on the path; the evidence does not say on which side of the capture. */
    NETWORK("network"),
    /** A device on the path that does more than forward: firewall, address translation, load balancer, proxy. */
    MIDDLEBOX("middlebox"),
    NAME_SERVER("name server"),
    SERVER_HOST("server host"),
    SERVER_APPLICATION("server application"),
    /** Nothing is wrong with the connection: the way it was recorded shows it so. */
    CAPTURE("capture"),
    /** This machine, where its own state is examined. */
    THIS_HOST("this host");

    private final String text;

    Culprit(String text) {
        this.text = text;
    }

    /** In sentences and tables. */
    public String text() {
        return text;
    }
}
