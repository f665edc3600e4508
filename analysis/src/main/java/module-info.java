/** Connections rebuilt from what stacks reported: who sent what, what became of it, and what it adds up to. */
module dev.weir.analysis {
    requires transitive dev.weir.core;
    requires tools.jackson.core;

    exports dev.weir.analysis;
    exports dev.weir.analysis.capture;
    exports dev.weir.analysis.chart;
    exports dev.weir.analysis.contrast;
    exports dev.weir.analysis.conversation;
    exports dev.weir.analysis.diagnosis;
    exports dev.weir.analysis.filter;
    exports dev.weir.analysis.finding;
    exports dev.weir.analysis.flow;
    exports dev.weir.analysis.pair;
    exports dev.weir.analysis.rule;
    exports dev.weir.analysis.tcptrace;
    exports dev.weir.analysis.trail;
    exports dev.weir.analysis.tshark;
}
