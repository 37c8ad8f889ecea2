"""Reading the tables of joint monitoring indicators as they were kept since 2006 (J1).

Layouts: 2006 and 2007 (target, actions needed, responsible institution, TWG, time frame, resources with amount and
source), 2009 (target, progress, constraints), 2010 (outcome, output indicator, milestone actions, coordinating and
implementing institutions, funding), 2014-18 (outcome, output, indicator, baseline, a target for each year).
"""
