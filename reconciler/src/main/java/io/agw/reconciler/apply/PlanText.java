package io.agw.reconciler.apply;

import io.agw.bundle.plan.Plan;

final class PlanText {
    private PlanText() {}

    static String of(Plan plan) {
        return "{\"planId\":\"" + plan.header().planId() + "\"}";
    }
}
