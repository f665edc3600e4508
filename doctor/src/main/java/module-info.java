/** Live probes of one target, and the rules that say from them why a connection fails or is slow. */
module dev.weir.doctor {
    requires transitive dev.weir.analysis;
    requires transitive dev.weir.io;

    exports dev.weir.doctor;
    exports dev.weir.doctor.local;
    exports dev.weir.doctor.visit;
}
